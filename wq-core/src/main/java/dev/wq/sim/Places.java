package dev.wq.sim;

import dev.wq.Machine;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which line of a stack a message should name. */
final class Places {
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** Classes whose lines say nothing about who called the machine. */
  private static final Set<String> OWN =
      Set.of(
          Places.class.getName(),
          SimLoop.class.getName(),
          SimHost.class.getName(),
          SimThread.class.getName(),
          SimMachine.class.getName(),
          Machine.class.getName());

  private Places() {}

  /** The caller's line outside the simulator. */
  static String here() {
    return WALKER.walk(frames ->
        frames
            .map(StackWalker.StackFrame::toStackTraceElement)
            .filter(frame -> !inSimulator(frame))
            .findFirst()
            .map(Places::brief)
            .orElse("unknown"));
  }

  /** The first line that is not the JDK's. */
  static @Nullable StackTraceElement ofCaller(StackTraceElement[] stack) {
    return first(stack, frame -> !inJdk(frame));
  }

  /** The first line that is neither the JDK's nor the simulator's. */
  static @Nullable StackTraceElement ofWaiter(StackTraceElement[] stack) {
    return first(stack, frame -> !inSimulator(frame));
  }

  /** The call of the JDK that the first other line made. */
  static @Nullable StackTraceElement ofCall(StackTraceElement[] stack) {
    StackTraceElement call = null;
    for (StackTraceElement frame : stack) {
      if (!inJdk(frame)) {
        return call;
      }
      call = frame;
    }
    return call;
  }

  static String brief(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1)
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }

  private static @Nullable StackTraceElement first(
      StackTraceElement[] stack, Predicate<StackTraceElement> wanted) {
    for (StackTraceElement frame : stack) {
      if (wanted.test(frame)) {
        return frame;
      }
    }
    return null;
  }

  private static boolean inJdk(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
  }

  private static boolean inSimulator(StackTraceElement frame) {
    return OWN.contains(frame.getClassName()) || inJdk(frame);
  }
}
