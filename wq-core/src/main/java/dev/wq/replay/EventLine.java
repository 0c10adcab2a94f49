package dev.wq.replay;

/** One line as the parsers of the events see it: what stands before the event, and a cursor. */
final class EventLine {
  private static final TraceSink NOBODY = new TraceSink() {};

  final LinePrefix prefix = new LinePrefix();
  final ByteCursor cursor = new ByteCursor();
  final Symbols symbols = new Symbols();
  final TraceClock clock;
  private final TraceSink told; // of what is in the window
  private final Window window;
  private final TaskNames names;

  long number;
  long nanos;
  int cpu;
  int pid;
  Context context = Context.TASK;
  TraceSink sink; // of this line: nobody outside of the window

  EventLine(TraceSink sink, Window window, TraceClock clock) {
    this.sink = sink;
    this.told = sink;
    this.window = window;
    this.clock = clock;
    names = new TaskNames(symbols, sink);
  }

  /** The line is whole: its time passes, its task has a name. */
  void accept() {
    nanos = clock.at(number, prefix.time());
    sink = window.contains(nanos) ? told : NOBODY;
    cpu = prefix.cpu();
    pid = prefix.pid();
    context = prefix.context();
    if (pid != 0) {
      name(pid, prefix.nameFrom(), prefix.nameTo());
    }
  }

  /** The line says that {@code task} has the name between the two places. */
  void name(int task, int from, int to) {
    names.saw(number, task, cursor.bytes(), from, to);
  }
}
