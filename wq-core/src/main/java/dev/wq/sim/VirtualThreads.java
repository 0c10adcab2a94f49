package dev.wq.sim;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All reflection of the simulator: virtual threads with a scheduler of our own, and why they
 * stopped.
 *
 * <p>JDK 25 has no public way to give a virtual thread a scheduler; its package-private constructor
 * has. What is used is checked once per JVM, by reading and by running one thread through a park, a
 * yield, a timed park and its end, so that another JDK fails here with a sentence and not later
 * with a wrong schedule.
 */
final class VirtualThreads {
  /** Values of a virtual thread's private state, read after its continuation returned. */
  static final int STARTED = 1;

  static final int PARKED = 4;
  static final int TIMED_PARKED = 7;
  static final int UNPARKED = 9;
  static final int YIELDED = 11;
  static final int BLOCKED = 13;
  static final int UNBLOCKED = 14;
  static final int WAIT = 16;
  static final int TIMED_WAIT = 18;
  static final int TERMINATED = 99;

  /** {@code Thread.NO_INHERIT_THREAD_LOCALS}; the class loader then is the system one. */
  private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

  private static final String UNBLOCKER = "VirtualThread-unblocker";

  private static final @Nullable String UNSUPPORTED = check();

  private VirtualThreads() {}

  /**
   * Returns if simulations can run in this JVM. Called on a platform thread, before anything else
   * here.
   *
   * @throws IllegalStateException naming the missing flag, or what this JDK lacks
   */
  static void require() {
    if (UNSUPPORTED != null) {
      throw new IllegalStateException(UNSUPPORTED);
    }
  }

  /** An unstarted virtual thread that is submitted to {@code scheduler} each time it can run. */
  static Thread create(Executor scheduler, String name, Runnable body) {
    try {
      return (Thread) Jdk.CREATE.invokeExact(scheduler, name, NO_INHERIT_THREAD_LOCALS, body);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot create the virtual thread '" + name + "'", e);
    }
  }

  /**
   * What the scheduler is handed for {@code thread}: running it mounts the thread until it stops.
   */
  static Runnable continuation(Thread thread) {
    return (Runnable) Jdk.CONTINUATION.get(thread);
  }

  static int state(Thread thread) {
    return (int) Jdk.STATE.getVolatile(thread);
  }

  static boolean canRun(int state) {
    return state == UNPARKED || state == YIELDED || state == UNBLOCKED || state == STARTED;
  }

  /** Whether the JDK has it on the list of threads whose monitor came free, not yet handed on. */
  static boolean awaitsUnblocker(Thread thread) {
    return (boolean) Jdk.ON_WAITING_LIST.getVolatile(thread);
  }

  static boolean isUnblocker(Thread thread) {
    return thread.getName().equals(UNBLOCKER);
  }

  /** The scheduler of a virtual thread; a thread made by a simulated one inherits its creator's. */
  static Executor scheduler(Thread thread) {
    return (Executor) Jdk.SCHEDULER.get(thread);
  }

  /** Takes back an interrupt that its target ignores. */
  static void forgetInterrupt(Thread thread) {
    Jdk.INTERRUPTED.setVolatile(thread, false);
  }

  /** The thread that a continuation belongs to: the one value its lambda captured. */
  static Thread threadOf(Runnable continuation) {
    try {
      for (Field field : continuation.getClass().getDeclaredFields()) {
        if (Thread.class.isAssignableFrom(field.getType())) {
          field.setAccessible(true);
          return (Thread) field.get(continuation);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("no thread in " + continuation);
  }

  static String stateName(int state) {
    return switch (state) {
      case 0 -> "NEW";
      case STARTED -> "STARTED";
      case 2 -> "RUNNING";
      case PARKED -> "PARKED";
      case 5, 8 -> "PINNED";
      case TIMED_PARKED -> "TIMED_PARKED";
      case UNPARKED, YIELDED, UNBLOCKED -> "RUNNABLE";
      case BLOCKED -> "BLOCKED";
      case WAIT -> "WAIT";
      case TIMED_WAIT -> "TIMED_WAIT";
      case TERMINATED -> "TERMINATED";
      default -> "STATE_" + state;
    };
  }

  private static @Nullable String check() {
    try {
      MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      return missingFlag();
    }
    try {
      DelayHook.install(Jdk.DELAYS);
      startPollers();
      return selfTest();
    } catch (Throwable e) {
      return "the simulator knows the virtual threads of JDK 25, this is " + jdk() + ": " + e;
    }
  }

  private static String missingFlag() {
    Module module = VirtualThreads.class.getModule();
    String target = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "the simulator gives virtual threads a scheduler of its own and needs\n"
        + ("  --add-opens java.base/java.lang=" + target + "\n")
        + "in one of three places:\n"
        + "  1. on the java command line (also by JDK_JAVA_OPTIONS);\n"
        + "  2. for tests in the <argLine> of maven-surefire-plugin;\n"
        + "  3. as 'Add-Opens: java.base/java.lang' in the manifest of a jar run by java -jar";
  }

  private static String jdk() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
  }

  /*
   * The JDK's threads that wait for sockets are virtual and inherit the scheduler of whoever uses a
   * socket first. Were that a simulated thread, they would end with its simulation and every later
   * socket read of the JVM would hang.
   */
  private static void startPollers() {
    try {
      Class.forName("sun.nio.ch.Poller");
    } catch (ClassNotFoundException | LinkageError e) {
      // A JDK without that class has no such threads to keep out of a simulation.
    }
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private static @Nullable String selfTest() {
    var ready = new ArrayDeque<Runnable>();
    boolean[] ended = {false};
    Thread thread =
        create(
            ready::add,
            "wq-self-test",
            () -> {
              LockSupport.park();
              Thread.yield();
              LockSupport.parkNanos(1);
              ended[0] = true;
            });
    thread.start();
    String wrong = expect(thread, ready, PARKED);
    LockSupport.unpark(thread);
    wrong = wrong != null ? wrong : expect(thread, ready, YIELDED);
    DelayHook.enter();
    try {
      wrong = wrong != null ? wrong : expect(thread, ready, TIMED_PARKED);
    } finally {
      DelayHook.leave();
    }
    LockSupport.unpark(thread);
    wrong = wrong != null ? wrong : expect(thread, ready, TERMINATED);
    return wrong != null
        ? wrong
        : ended[0] ? null : "the self-test's thread did not end on " + jdk();
  }

  @SuppressWarnings("ReferenceEquality")
  private static @Nullable String expect(Thread thread, ArrayDeque<Runnable> ready, int state) {
    Runnable next = ready.poll();
    if (next == null || next != continuation(thread) || threadOf(next) != thread) {
      return "the self-test's thread was not handed to its scheduler on " + jdk();
    }
    next.run();
    int now = state(thread);
    return now == state
        ? null
        : "the self-test expected state " + stateName(state) + ", found " + now + " on " + jdk();
  }

  /** Fails to initialize where something is missing. */
  private static final class Jdk {
    static final MethodHandle CREATE;
    static final VarHandle STATE;
    static final VarHandle ON_WAITING_LIST;
    static final VarHandle CONTINUATION;
    static final VarHandle SCHEDULER;
    static final VarHandle INTERRUPTED;
    static final ScheduledExecutorService[] DELAYS;

    static {
      try {
        Class<?> type = Class.forName("java.lang.VirtualThread");
        var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        Constructor<?> constructor =
            type.getDeclaredConstructor(Executor.class, String.class, int.class, Runnable.class);
        constructor.setAccessible(true);
        CREATE =
            lookup
                .unreflectConstructor(constructor)
                .asType(
                    MethodType.methodType(
                        Thread.class, Executor.class, String.class, int.class, Runnable.class));
        STATE = lookup.findVarHandle(type, "state", int.class);
        ON_WAITING_LIST = lookup.findVarHandle(type, "onWaitingList", boolean.class);
        CONTINUATION = lookup.findVarHandle(type, "runContinuation", Runnable.class);
        SCHEDULER = lookup.findVarHandle(type, "scheduler", Executor.class);
        INTERRUPTED =
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                .findVarHandle(Thread.class, "interrupted", boolean.class);
        Field delays =
            Class.forName("java.lang.VirtualThread$DelayedTaskSchedulers")
                .getDeclaredField("INSTANCE");
        delays.setAccessible(true);
        DELAYS = (ScheduledExecutorService[]) delays.get(null);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
