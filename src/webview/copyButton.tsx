import { useEffect, useState } from 'preact/hooks';
import { IconButton } from './iconButton.tsx';
import { post } from './vscodeApi.ts';

/** How long the check mark stays, in milliseconds. */
const confirmation = 1500;

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
}

/** The host copies; the button shows for a moment that it was pressed. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), confirmation);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    post({ type: 'copy', text });
    setCopied(true);
  };
  return <IconButton icon={copied ? 'check' : 'copy'} label={label} onClick={copy} />;
}
