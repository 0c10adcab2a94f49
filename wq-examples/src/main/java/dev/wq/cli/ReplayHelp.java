package dev.wq.cli;

/** The help of {@code wq replay}: what the words, columns, figures and fields mean. */
final class ReplayHelp {
  static final String HEADER =
      "Predicts a recording of a real kernel, and says why works were late.";

  static final String DESCRIPTION =
      """

      Reads what a Linux machine's work queues did, predicts with the kernel's own
      policy when each work should have run, and says why the latest ones were
      late. When works really started is used only to compare.
      """;

  static final String WORDS =
      """

      The words:
        work    a function that somebody asked the kernel to run later
        queue   what it was asked of. A limit (max_active) says how many works of a
                queue may be active at once; others wait for activation
        pool    workers that serve many queues, with one list of active works: for
                each CPU one for normal works (0, 1, ...) and one for urgent ones
                (0H, 1H, ...), and pools bound to no CPU (u8, u9, ...)
        worker  a kernel thread of a pool. A pool bound to a CPU lets one worker
                run, and wakes the next when that one sleeps or has held the CPU
                for 10 ms (concurrency management)\
      """;

  static final String COLUMNS =
      """

      The columns; the recording's line comes first, the prediction's below it:
        runs      works that were queued in the recording and run
        p50 ...   latency from queueing to start in us: that many percent of the
                  runs started sooner
        peak      most works in flight at once, from start to end, asleep or not
        mean      the same on average, over the time while any were
        wake-ups  idle workers woken; a worker that goes on to its next work is not
        workers   different workers that ran something
        changes   starts by another worker than the pool's start before\
      """;

  static final String FIGURES =
      """

      The figures of fidelity:
        order kept       the longest part of a pool's starts that the prediction
                         has in the same order, as a share of all
        neighbours kept  starts that follow each other in both, as a share
        start error      how far predicted starts are from recorded ones
        same worker      starts where both agree on whether the worker is that of
                         the start before, as a share
      Beside full, the kernel's policy, stand the baselines that it has to beat:
        nocm    full without concurrency management: each work wakes a worker
        serial  full with one worker per pool
        base    no model: a start is the queueing plus this recording's median
                latency\
      """;

  static final String JSON =
      """

      JSON (--json), a stable format; times in us, shares from 0 to 1:
        {"recordings":[{
          "file",                              as it was named
          "mode",                              open or causal; +busy behind it: the
                                               model knew of busy CPUs
          "lines":{"total","used","ignored"},  what is missing to total is damaged
          "executions":{"recorded","predicted"},
          "order":{"lis","neighbours"},
          "startErrorUs":{"p50","p95"},
          "latencyUs":{"recorded":{"p50","p95","p99"},"predicted":{...}},
          "wakeups":{"recorded","predicted","nocm","serial"},
          "sameWorker":{"predicted","nocm"},
          "pools":[{"name","peakInFlight":{"recorded","predicted"},
                    "workers":{...}}],
          "cpuUs":{"recorded","predicted"},
          "late":[{"work","function","queue","latencyUs",
                   "because":[{"what","us"}]}],
          "whatIf":{"changes","userTasksCompete","waitsInVain",
                    "queues":[{"name","executions","latencyUs":{"recorded":
                               {...},"predicted":{...},"whatIf":{...}},
                               "better","worse"}]}}]}    with --what-if only
      In late, latencyUs is what the prediction says, and the sum of the us of its
      reasons. New fields may be added at the end of an object.\
      """;

  static final String EXIT =
      """

      Exit status:
        0  all right; also if a recording could be read only in part, which
           standard error says
        1  a recording could not be used, or results not be written
        2  wrong usage\
      """;

  static final String EXAMPLES =
      """

      Examples:
        wq replay                         a recording that comes with wq
        wq replay -n 30 trace.txt         the thirty latest works
        zcat trace.txt.gz | wq replay -   from standard input
        wq replay --what-if 'cgroup_free:max_active=8'
        wq replay --from 1 --to 2.5 trace.txt   a part of it
        wq replay --top 20 huge.txt.gz          a long one, in little memory
        wq replay --what-if '*:unbound' --cpus 4 trace.txt
        wq replay --html page.html trace.txt
                                          a page with timelines, for a browser
        wq replay --json *.gz | jq '.recordings[].late[0]'

      Record your own, as root:
        trace-cmd start -b 20000 -e workqueue -e sched_switch -e sched_wakeup \\
            -e sched_wakeup_new -e timer_start -e timer_expire_entry
        sleep 10; trace-cmd stop; trace-cmd show > trace.txt\
      """;

  private ReplayHelp() {}
}
