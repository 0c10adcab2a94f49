package dev.wq.timer;

/** Writes its name into a log when it expires. */
final class LoggedNode extends TimerNode {
  private final String name;
  private final StringBuilder log;
  private final Runnable then;

  LoggedNode(String name, StringBuilder log) {
    this(name, log, () -> {});
  }

  LoggedNode(String name, StringBuilder log, Runnable then) {
    this.name = name;
    this.log = log;
    this.then = then;
  }

  @Override
  protected void expired() {
    log.append(name).append(' ');
    then.run();
  }

  @Override
  public String toString() {
    return "timer " + name;
  }
}
