package dev.wq.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The four events of work queues, in the forms of all kernels.
 *
 * <ul>
 *   <li>{@code work struct=P function=F workqueue=Q req_cpu=N cpu=N}
 *   <li>{@code work struct P function=F }, earlier without a function
 *   <li>{@code work struct P: function F}, at the end earlier without a function
 * </ul>
 *
 * A function of a module has the module in brackets behind it, after a blank.
 */
final class WorkEvents {
  private static final byte[] QUEUED = "work struct=".getBytes(US_ASCII);
  private static final byte[] STRUCT = "work struct ".getBytes(US_ASCII);
  private static final byte[] FUNCTION_IS = " function=".getBytes(US_ASCII);
  private static final byte[] FUNCTION = ": function ".getBytes(US_ASCII);
  private static final byte[] WORKQUEUE = " workqueue=".getBytes(US_ASCII);
  private static final byte[] REQUIRED = " req_cpu=".getBytes(US_ASCII);
  private static final byte[] CPU = " cpu=".getBytes(US_ASCII);

  /** -1 as older kernels print it. */
  private static final long UNSIGNED_MINUS_ONE = 4294967295L;

  private final EventLine line;
  private final ByteCursor cursor;
  private final RequiredCpu required;
  private final Diagnoses diagnoses;

  private int functionNumber;

  WorkEvents(EventLine line, RequiredCpu required, Diagnoses diagnoses) {
    this.line = line;
    this.cursor = line.cursor;
    this.required = required;
    this.diagnoses = diagnoses;
  }

  /** False if the line is not as it should be; the sink has then not been told. */
  boolean queueWork() {
    if (!cursor.skip(QUEUED)
        || !cursor.skipPointer()
        || !cursor.skip(FUNCTION_IS)
        || !function()
        || !cursor.skip(WORKQUEUE)) {
      return false;
    }
    int queueFrom = cursor.at();
    if (!cursor.seek(REQUIRED)) {
      return false;
    }
    int queueTo = cursor.at();
    cursor.skip(REQUIRED);
    long requiredCpu = cursor.integer();
    return requiredCpu != ByteCursor.NONE
        && cursor.skip(CPU)
        && queueWork(queueFrom, queueTo, requiredCpu, cursor.integer());
  }

  private boolean queueWork(int queueFrom, int queueTo, long requiredCpu, long poolCpu) {
    boolean unbound = poolCpu == -1 || poolCpu == UNSIGNED_MINUS_ONE;
    boolean good = unbound || (poolCpu >= 0 && poolCpu < LinePrefix.CPU_LIMIT);
    if (!good || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    required.cpusAtLeast(Math.max(line.cpu, unbound ? -1 : (int) poolCpu) + 1);
    line.sink.queueWork(
        line.number,
        line.nanos,
        line.cpu,
        line.pid,
        line.context,
        work(),
        line.symbols.text(functionNumber),
        line.symbols.text(cursor.bytes(), queueFrom, queueTo),
        required.of(requiredCpu),
        unbound ? -1 : (int) poolCpu);
    return true;
  }

  boolean activateWork() {
    if (!cursor.skip(STRUCT) || !cursor.skipPointer()) {
      return false;
    }
    functionNumber = -1;
    boolean good = !cursor.skip(FUNCTION_IS) || function();
    if (!good || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    line.sink.activateWork(line.number, line.nanos, line.cpu, line.pid, line.context, work());
    return true;
  }

  boolean executeStart() {
    if (!cursor.skip(STRUCT)
        || !cursor.skipPointer()
        || !cursor.skip(FUNCTION)
        || !function()
        || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    line.sink.executeStart(
        line.number,
        line.nanos,
        line.cpu,
        line.pid,
        line.context,
        work(),
        line.symbols.text(functionNumber));
    return true;
  }

  boolean executeEnd() {
    if (!cursor.skip(STRUCT) || !cursor.skipPointer()) {
      return false;
    }
    functionNumber = -1;
    boolean good = !cursor.skip(FUNCTION) || function();
    if (!good || !cursor.onlyFieldsFollow()) {
      return false;
    }
    line.accept();
    line.sink.executeEnd(line.number, line.nanos, line.cpu, line.pid, line.context, work());
    return true;
  }

  /** A name, and the module behind it. */
  private boolean function() {
    int from = cursor.at();
    if (!cursor.skipToken()) {
      return false;
    }
    int to = cursor.at();
    cursor.skipBlanks();
    if (cursor.peek() == '[') {
      cursor.skipToken();
      to = cursor.at();
    } else {
      cursor.moveTo(to);
    }
    functionNumber = line.symbols.number(cursor.bytes(), from, to);
    return true;
  }

  /** The pointer; where it is hidden a number per function, below all real pointers. */
  private long work() {
    if (!cursor.pointerHidden()) {
      return cursor.pointer();
    }
    diagnoses.note(Diagnosis.Kind.HIDDEN_POINTERS, line.number);
    return -2L - functionNumber;
  }
}
