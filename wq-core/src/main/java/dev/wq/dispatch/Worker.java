package dev.wq.dispatch;

import dev.wq.host.Edges;
import dev.wq.host.Host;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a dispatch that runs works, one after the other.
 *
 * <p>What a function does to the thread it runs on does not outlive it: interrupt flag, name and
 * context class loader are put back after each item. Thread locals stay.
 */
public abstract class Worker implements Runnable {
  private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

  // I: set once  W: this worker's thread only, read by others where a CAS of the item's state has
  // published it
  private final Dispatch dispatch; // I
  private final Thread thread; // I
  private final String name; // I
  private final @Nullable ClassLoader loader; // I

  private @Nullable Item item; // W
  private @Nullable DispatchQueue queue; // W: for which the running item counts
  boolean abandoned; // W: the run that has just ended had lost its place in the queue
  private volatile int waits; // W: how often it found nothing to run and waited

  /**
   * Makes the thread, unstarted; a worker that is {@link Edges} is told of its edges.
   *
   * @param cpu as for {@link dev.wq.host.Host#newThread}
   */
  @SuppressWarnings("this-escape") // the thread begins when it is started
  protected Worker(Dispatch dispatch, String name, int cpu) {
    this.dispatch = dispatch;
    this.name = name;
    this.thread =
        dispatch.host().newThread(name, cpu, this instanceof Edges edges ? edges : null, this);
    this.loader = thread.getContextClassLoader();
  }

  /** For a thread that exists, of which it makes a worker for a while, see {@link #become}. */
  Worker(Dispatch dispatch, Thread thread) {
    this.dispatch = dispatch;
    this.name = thread.getName();
    this.thread = thread;
    this.loader = thread.getContextClassLoader();
  }

  /**
   * From here on the current thread is or acts for {@code me}, null: no worker.
   *
   * @return whose it was before
   */
  static @Nullable Worker become(@Nullable Worker me) {
    Worker before = CURRENT.get();
    if (me == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(me);
    }
    return before;
  }

  /**
   * The worker whose thread this is, or which has lent its place to the task whose thread this is;
   * null for every other thread.
   */
  public static @Nullable Worker current() {
    return CURRENT.get();
  }

  @Override
  public final void run() {
    CURRENT.set(this);
    serve();
  }

  /** The life of the thread. */
  protected abstract void serve();

  // ---- the item it runs

  final void enter(Item runs, DispatchQueue counts) {
    item = runs;
    queue = counts;
  }

  final void exit() {
    item = null;
    queue = null;
  }

  /** From here on the run counts for another queue. */
  final void countFor(@Nullable DispatchQueue counts) {
    queue = counts;
  }

  /**
   * Called by {@link Item#end} before the CAS that hands a deferred queueing over; only where the
   * dispatch defers.
   */
  void inherit(@Nullable DispatchQueue counts, @Nullable FlushColor ofColor) {
    throw new AssertionError(this + " was left a queueing of " + counts + ", which never defers");
  }

  /**
   * Begins a queueing that the caller has taken from its queue; for dispatches that never take an
   * item while it runs elsewhere. Then come {@link #invoke} and {@link #end}.
   */
  protected final void begin(Item runs, DispatchQueue counts) {
    enter(runs, counts);
    forgetInterrupts();
    if (!runs.begin(host())) {
      throw new AssertionError(runs + " was taken from " + counts + " while it runs");
    }
  }

  /** Ends what was begun. */
  protected final void end(Item runs) {
    restoreThread();
    runs.end(host(), this);
    exit();
  }

  /** Runs the function, within the queue's time limit; what it throws is told to the queue. */
  protected final void invoke(Item runs, DispatchQueue counts) {
    TimeLimit limit = counts.limit;
    if (limit == null) {
      call(runs, counts);
      return;
    }
    TimeLimit.Run run = limit.begin(this, runs, counts);
    call(runs, counts);
    abandoned = run.end();
  }

  private void call(Item runs, DispatchQueue counts) {
    QueueEvents.Execution event = QueueEvents.started(counts, runs);
    Throwable thrown = null;
    try {
      runs.invoke();
    } catch (Throwable t) {
      thrown = t;
      counts.failed(runs, t);
    }
    QueueEvents.ended(event, thrown);
  }

  /** Before an item begins: an interrupt that came between two items is nobody's. */
  protected void forgetInterrupts() {
    clearInterrupt();
  }

  /** Clears the flag of the current thread. */
  void clearInterrupt() {
    Thread.interrupted();
  }

  /** Interrupts the function that runs, which is held by the caller. */
  void interrupt() {
    thread.interrupt();
  }

  /**
   * Undoes what the function did to the thread; also for a function that runs others', after each
   * of them.
   */
  public final void restoreThread() {
    clearInterrupt();
    if (thread.getContextClassLoader() != loader) {
      thread.setContextClassLoader(loader);
    }
    if (!thread.getName().equals(name)) {
      thread.setName(name);
    }
  }

  public final @Nullable Item item() {
    return item;
  }

  /** The queue for which the running item counts. */
  public final @Nullable DispatchQueue queue() {
    return queue;
  }

  /**
   * How often it found nothing to run and waited for more; only counted where one thread serves a
   * queue. Items that begin at the same count have run without a wait between them.
   */
  public final int waits() {
    return waits;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by this worker alone
  final void countWait() {
    waits++;
  }

  public final Dispatch dispatch() {
    return dispatch;
  }

  protected final Host host() {
    return dispatch.host();
  }

  public final Thread thread() {
    return thread;
  }

  public final String name() {
    return name;
  }

  /** For people: {@code wq-live-3 runs refresh of queue 'events'}. */
  @Override
  public String toString() {
    Item runs = item;
    return runs == null ? name + " idle" : name + " runs " + runs.name() + " of " + queue;
  }
}
