import { Icon, type IconName } from './icons.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  /** The accessible name. */
  readonly label: string;
  /** What hovering shows; the name if left out. */
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly class?: string;
  readonly onClick: () => void;
}

export function IconButton({
  icon,
  label,
  hint = label,
  disabled = false,
  class: extra = '',
  onClick,
}: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${extra}`}
      aria-label={label}
      title={hint}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
