package dev.wq.cli;

/**
 * The help of {@code wq replay}, which explains what the output says; percent signs are doubled.
 */
final class ReplayHelp {
  private ReplayHelp() {}

  static final String DESCRIPTION =
      """
      Reads a recording of a Linux machine's work queues, predicts with the kernel's own policy \
      when each work should have run, and says why the latest ones were late. The times at which \
      works really started are used only to compare.
      """;

  static final String WORDS =
      """

      The words:
        work      a function that somebody asked the kernel to run later
        queue     what it was asked of; a limit (max_active) says how many of a queue's works
                  may be active at once, others wait for activation
        pool      the workers that serve many queues, and one list of active works: per CPU one
                  for normal works (0, 1, ...) and one for urgent ones (0H, 1H, ...), and pools
                  that are bound to no CPU (u8, u9, ...)
        worker    a kernel thread of a pool. A pool bound to a CPU lets one worker run and wakes
                  the next only when that one sleeps (concurrency management)
      """;

  static final String COLUMNS =
      """

      The columns, the recording's line first and the prediction's below:
        runs      works that were queued in the recording and run
        p50 ...   latency from queueing to start in microseconds: so many percent of the runs
                  started sooner
        peak      most works in flight at once, from start to end, asleep or not
        mean      the same on average over the time while any were
        wake-ups  idle workers woken; one that goes on to its next work is not
        workers   different workers that ran something
        changes   starts by another worker than the start before
      """;

  static final String FIGURES =
      """

      The figures of fidelity:
        order kept        longest part of a pool's starts that the prediction has in the same
                          order, as a share
        neighbours kept   starts that followed each other and do so in the prediction
        start error       how far predicted starts are from recorded ones
        same worker       starts where both agree on whether the worker is that of the start
                          before
      Beside full, the kernel's policy, stand three baselines that it has to beat:
        nocm      full without concurrency management: each work wakes a worker
        serial    full with one worker per pool
        base      no model: each work starts the recording's median latency after its queueing
      """;

  static final String JSON =
      """

      JSON (--json), a stable format; times in microseconds, shares from 0 to 1:
        {"recordings":[{
          "file",                                     as named
          "mode",                                     open or causal, with +busy if the model
                                                      knew when CPUs were busy with other tasks
          "lines":{"total","used","ignored"},         what is missing to total is damaged
          "executions":{"recorded","predicted"},
          "order":{"lis","neighbours"},
          "startErrorUs":{"p50","p95"},
          "latencyUs":{"recorded":{"p50","p95","p99"},"predicted":{...}},
          "wakeups":{"recorded","predicted","nocm","serial"},
          "sameWorker":{"predicted","nocm"},
          "pools":[{"name","peakInFlight":{"recorded","predicted"},"workers":{...}}],
          "cpuUs":{"recorded","predicted"},
          "late":[{"work","function","queue","latencyUs","because":[{"what","us"}]}]
        }]}
      latencyUs of late is the predicted latency, and the sum of the us below it. New fields may
      be added at the end of an object.
      """;

  static final String EXIT =
      """

      Exit status: 0 all right, also if a recording could be read only in part (standard error
      says which); 1 a recording could not be used; 2 wrong usage.
      """;

  static final String EXAMPLES =
      """
      Examples:
        wq replay                              a recording that comes with wq
        wq replay -n 30 trace.txt              the thirty latest works
        wq replay --json *.txt.gz | jq '.recordings[].late[0]'
        zcat trace.txt.gz | wq replay -
      Record your own, as root:
        trace-cmd start -b 20000 -e workqueue -e sched_switch -e sched_wakeup \\
            -e sched_wakeup_new -e timer_start -e timer_expire_entry
        sleep 10; trace-cmd stop; trace-cmd show > trace.txt
      """;
}
