/** A step with a log, on the terminal that this runs on; its lines are `a|b|c` on the command line. SIGUSR1: the next step, and the end; SIGINT: the end. */
import { createUi } from '../../src/ui/ui.ts';

const [lines = ''] = process.argv.slice(2);
const ui = createUi({ color: true, json: false });
ui.say('before');
ui.step('building demo');
for (const line of lines.split('|')) ui.line(line);
const running = setInterval(() => {}, 1000);
// Not by a key: its echo would move the cursor.
process.once('SIGINT', end);
process.once('SIGUSR1', () => {
  ui.step('checking demo');
  ui.detail('boot, health');
  setTimeout(end, 250);
});

function end(): void {
  ui.say('after');
  ui.close();
  clearInterval(running);
}
