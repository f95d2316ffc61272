import { announcement } from './announce.ts';
import { Composer } from './composer.tsx';
import { Header } from './header.tsx';
import { t } from './l10n.ts';
import { Log } from './log.tsx';
import { conversationId } from './store.ts';

export function App() {
  // A conversation's elements are its own: what was unfolded in one is not in the next.
  return (
    <main>
      <h1 class="hidden">{t.appName}</h1>
      <Header />
      <Log key={conversationId.value} />
      <Composer />
      <div class="hidden" role="status">
        {announcement.value}
      </div>
    </main>
  );
}
