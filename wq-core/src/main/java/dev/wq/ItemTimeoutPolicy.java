package dev.wq;

/** What happens when a run takes longer than {@link RtosAttrs#itemTimeout}, beside the report. */
public enum ItemTimeoutPolicy {
  /** Nothing: the run goes on and keeps its place in the queue. */
  REPORT,
  /**
   * The function is interrupted, once, and the next work starts with another worker. The work stays
   * running until its function returns, so it never runs beside itself; waits for the queue (flush,
   * drain, stop) no longer wait for it, waits for the work do. Queued again meanwhile, it is
   * cancelled when the earlier run is not over within another timeout. A thread that runs the queue
   * itself ({@link RtosQueue#runOnCurrentThread}) can only be interrupted: the next work waits for
   * it.
   */
  REPLACE_WORKER,
  /**
   * The function is interrupted, once, and the queue fails: what waits is cancelled, queueings are
   * refused with {@link SubmitResult#REJECTED_STOPPED}, and waits for the queue end. {@link
   * RtosQueue#start} begins anew. On a simulated kernel waits for the queue end when the function
   * has returned.
   */
  STOP_QUEUE
}
