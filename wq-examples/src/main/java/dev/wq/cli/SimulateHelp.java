package dev.wq.cli;

/** The help of {@code wq simulate}: what may stand in a scenario, and what comes out. */
final class SimulateHelp {
  static final String HEADER = "Runs a scenario of works and queues on a simulated kernel.";

  static final String DESCRIPTION =
      """

      Reads what queues there are, what their works do and when they are queued,
      plays it in virtual time with the kernel's own policy, and says how late works
      were and why. Everything repeats exactly.
      """;

  static final String SCHEMA =
      """

      A scenario (YAML); what is in brackets may be left out:
        machine:                 [all of it]
          cpus: 2                [1]
          kernel: "6.18"         [6.18] 6.6, 6.9, 6.10, 6.18, 7.0 or 7.1
          hz: 250                [250] ticks per second
          cpu_intensive_thresh: 10ms  [10ms] 0: never
          worker_creation: 60us  [0] how long making a worker takes, or: fails
          cpu_model: run_to_block     [run_to_block] a work keeps its CPU until it
                                 blocks; declared: code needs a CPU only to run TIME
        queues:
          - name: ingest
            flags: [unbound]     [none] unbound ordered highpri cpu_intensive
                                 mem_reclaim freezable bh
            max_active: 4        [1024]
        works:
          - name: parse
            queue: ingest
            do: [run 2ms, sleep 1ms]  [nothing] the steps, see below
            cpu: 1               [that of who queues it] CPU to queue it on
            instances: 8         [1] so many items, queued in turn; or: unlimited
        arrivals:
          - {work: parse, at: 0ms}
          - {work: parse, every: 5ms, from: 1ms, until: 50ms, times: 4}
          - {work: parse, poisson: 100/s, seed: 7}   from, until, times as above
          - {work: parse, after: other}   on completion of other
                                 count: 3  [1] so many at each moment
        duration: 100ms          [until nothing can happen any more]\
      """;

  static final String STEPS =
      """

      Steps:
        run TIME            use a CPU          sleep TIME         do nothing
        lock NAME           of a mutex         unlock NAME
        queue WORK          queue_work         cancel WORK        cancel_work
        delay WORK TIME     queue_delayed_work mod WORK TIME      mod_delayed_work
        flush WORK          flush_work         flush_queue QUEUE  flush_workqueue
        wait WORK           until all that is queued of it has been run, as for a
                            completion: the queues know nothing of it
      Times are numbers with a unit: ns, us, ms, s.\
      """;

  static final String RESULTS =
      """

      Results:
        Latency is from queueing to start. Unfinished works were running, or had not
        begun, at the end. A deadlock is a result, not an error: it says who waits for
        whom, and what was never run. So is a scenario with too many runs, which is CUT.
        Reasons come from a replay of the run, and the report says how exact that is.\
      """;

  static final String EXIT =
      """

      Exit status:
        0  all right; also if the scenario ends in a deadlock
        1  a scenario could not be used, or results not be written
        2  wrong usage\
      """;

  static final String EXAMPLES =
      """

      Examples:
        wq simulate                                  what comes with wq
        wq simulate --sample priority-inversion
        wq simulate --sample max-active-deadlock --what-if io:max_active=3
        wq simulate mine.yaml --trace t.txt && wq replay t.txt\
      """;

  private SimulateHelp() {}
}
