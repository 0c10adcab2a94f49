package dev.wq.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The forms in which kernels and tools write the same events. */
class TextVariantsTest {
  @Test
  void currentKernel_isRead() {
    assertEquals(
        """
        1: pid6819 is 'dd'
        1: 0 cpu0 pid6819 SOFTIRQ queue 2f88aafc delayed_vfree_work on events required -1 pool 0
        2: 1000 cpu0 pid6819 SOFTIRQ activate 2f88aafc
        3: pid21869 is 'kworker/0:23'
        3: 5000 cpu0 pid6819 SOFTIRQ wake 21869/120 on cpu0
        4: 9000 cpu0 pid6819 TASK switch 6819/120 RUNNABLE to 21869/120
        5: 13000 cpu0 pid21869 TASK start 2f88aafc delayed_vfree_work
        6: 24000 cpu0 pid21869 TASK end 2f88aafc
        7: 27000 cpu0 pid21869 TASK switch 21869/120 IDLE to 6819/120
        """,
        Texts.log(
            """
                dd-6819    [000] d.s1.  1477.696043: workqueue_queue_work: work struct=000000002f88aafc function=delayed_vfree_work workqueue=events req_cpu=256 cpu=0
                dd-6819    [000] d.s1.  1477.696044: workqueue_activate_work: work struct 000000002f88aafc function=delayed_vfree_work\s
                dd-6819    [000] dNs4.  1477.696048: sched_wakeup: comm=kworker/0:23 pid=21869 prio=120 target_cpu=000
                dd-6819    [000] d..2.  1477.696052: sched_switch: prev_comm=dd prev_pid=6819 prev_prio=120 prev_state=R+ ==> next_comm=kworker/0:23 next_pid=21869 next_prio=120
            kworker/0:23-21869 [000] ..... 1477.696056: workqueue_execute_start: work struct 000000002f88aafc: function delayed_vfree_work
            kworker/0:23-21869 [000] ..... 1477.696067: workqueue_execute_end: work struct 000000002f88aafc: function delayed_vfree_work
            kworker/0:23-21869 [000] d..2. 1477.696070: sched_switch: prev_comm=kworker/0:23 prev_pid=21869 prev_prio=120 prev_state=I ==> next_comm=dd next_pid=6819 next_prio=120
            """));
  }

  @Test
  void kernel3_withoutFlagsAndFunctionAtTheEnd_isRead() {
    assertEquals(
        """
        1: pid9 is 'rcuc/1'
        1: 0 cpu1 pid9 TASK queue ffff88003c200900 flush_to_ldisc on ffff88003e415800 required -1 pool 1
        2: 2000 cpu1 pid9 TASK activate ffff88003c200900
        3: pid12 is 'kworker/1:0'
        3: 4000 cpu1 pid12 TASK start ffff88003c200900 flush_to_ldisc
        4: 9000 cpu1 pid12 TASK end ffff88003c200900
        """,
        Texts.log(
            """
                rcuc/1-9  [001]  20.000001: workqueue_queue_work: work struct=ffff88003c200900 function=flush_to_ldisc workqueue=ffff88003e415800 req_cpu=4 cpu=1
                rcuc/1-9  [001]  20.000003: workqueue_activate_work: work struct ffff88003c200900
            kworker/1:0-12 [001]  20.000005: workqueue_execute_start: work struct ffff88003c200900: function flush_to_ldisc
            kworker/1:0-12 [001]  20.000010: workqueue_execute_end: work struct ffff88003c200900
            """));
  }

  @Test
  void unboundPool_isMinusOneInBothSpellings() {
    String log =
        Texts.log(
            """
            a-1 [000] ..... 1.000000: workqueue_queue_work: work struct=1 function=f workqueue=q req_cpu=8192 cpu=4294967295
            a-1 [000] ..... 1.000001: workqueue_queue_work: work struct=2 function=f workqueue=q req_cpu=8192 cpu=-1
            """);
    assertTrue(log.contains("queue 1 f on q required -1 pool -1"), log);
    assertTrue(log.contains("queue 2 f on q required -1 pool -1"), log);
  }

  @Test
  void moduleBehindFunction_staysWithIt() {
    String log =
        Texts.log(
            """
            a-1 [000] ..... 1.000000: workqueue_queue_work: work struct=0000000000000001 function=xlog_cil_push_work [xfs] workqueue=xfs-cil/loop0 req_cpu=256 cpu=-1
            a-1 [000] ..... 1.000001: workqueue_activate_work: work struct 0000000000000001 function=xlog_cil_push_work [xfs]\s
            a-1 [000] ..... 1.000002: workqueue_execute_start: work struct 0000000000000001: function xlog_cil_push_work [xfs]
            a-1 [000] ..... 1.000003: workqueue_execute_end: work struct 0000000000000001: function xlog_cil_push_work [xfs]
            """);
    assertTrue(log.contains("queue 1 xlog_cil_push_work [xfs] on xfs-cil/loop0 required"), log);
    assertTrue(log.contains("start 1 xlog_cil_push_work [xfs]\n"), log);
    assertEquals(4, log.lines().filter(line -> line.contains("TASK")).count());
  }

  @Test
  void taskGroupColumn_isPassedOver() {
    assertEquals(
        """
        1: 0 cpu1 pid0 SOFTIRQ wake 9/120 on cpu1
        2: pid77 is 'Binder:12_3'
        2: 1000 cpu1 pid77 TASK end 1
        3: 2000 cpu0 pid77 TASK end 1
        4: 3000 cpu0 pid77 TASK end 1
        """,
        Texts.log(
                """
                     <idle>-0     (-----) [001] d.s2 1.000000: sched_wakeup: comm=b pid=9 prio=120 success=1 target_cpu=001
                Binder:12_3-77    (   12) [001] .... 1.000001: workqueue_execute_end: work struct 1
                Binder:12_3-77    (-------) [000] ..... 1.000002: workqueue_execute_end: work struct 1
                Binder:12_3-77    (1234567) [000] ..... 1.000003: workqueue_execute_end: work struct 1
                """)
            .replace("1: pid9 is 'b'\n", ""));
  }

  @Test
  void fourFlags_giveTheContext() {
    assertEquals(
        "SOFTIRQ HARDIRQ HARDIRQ TASK HARDIRQ ",
        contexts(
            """
            a-1 [000] d.s1 1.000000: workqueue_execute_end: work struct 1
            a-1 [000] d.h1 1.000000: workqueue_execute_end: work struct 1
            a-1 [000] d.H1 1.000000: workqueue_execute_end: work struct 1
            a-1 [000] d..1 1.000000: workqueue_execute_end: work struct 1
            a-1 [000] d.Z1 1.000000: workqueue_execute_end: work struct 1
            """));
  }

  private static String contexts(String text) {
    StringBuilder contexts = new StringBuilder();
    TraceSink sink =
        new TraceSink() {
          @Override
          public void executeEnd(
              long line, long nanos, int cpu, int pid, Context context, long work) {
            contexts.append(context).append(' ');
          }
        };
    Texts.report(text, sink);
    return contexts.toString();
  }

  @Test
  void pointers_areReadInAllLengths() {
    String log =
        Texts.log(
            """
            a-1 [000] ..... 1.000000: workqueue_execute_end: work struct c0ffee00: function f
            a-1 [000] ..... 1.000000: workqueue_execute_end: work struct 0xffff888100000001: function f
            a-1 [000] ..... 1.000000: workqueue_execute_end: work struct 0xC0FFEE01: function f
            """);
    assertTrue(log.contains("end c0ffee00\n"), log);
    assertTrue(log.contains("end ffff888100000001\n"), log);
    assertTrue(log.contains("end c0ffee01\n"), log);
  }

  @Test
  void hiddenPointers_areToldApartByFunction() {
    Recording recording =
        Texts.recording(
            """
            a-1 [000] ..... 1.000000: workqueue_queue_work: work struct=(____ptrval____) function=f workqueue=q req_cpu=256 cpu=0
            a-1 [000] ..... 1.000000: workqueue_queue_work: work struct=(ptrval) function=g workqueue=q req_cpu=256 cpu=0
            kworker/0:1-9 [000] ..... 1.000001: workqueue_execute_start: work struct (ptrval): function f
            kworker/0:1-9 [000] ..... 1.000002: workqueue_execute_end: work struct (ptrval): function f
            kworker/0:1-9 [000] ..... 1.000003: workqueue_execute_start: work struct (ptrval): function g
            kworker/0:1-9 [000] ..... 1.000004: workqueue_execute_end: work struct (ptrval): function g
            """);
    assertEquals(0, recording.takenBack().size());
    assertEquals(1000, recording.executions().getFirst().latency());
    assertEquals(3000, recording.executions().getLast().latency());
    assertEquals(
        "lines 1 to 6: the kernel hid 6 pointers: works are told apart by their function only\n",
        Texts.lines(recording.diagnoses()));
  }

  @Test
  void bareIntegerTimes_areTakenAsTicksAndSaid() {
    TraceReport report =
        Texts.report(
            """
            a-1 [000] ..... 1234567: workqueue_execute_end: work struct 1
            a-1 [000] ..... 1234569: workqueue_execute_end: work struct 1
            """);
    assertTrue(report.ticks());
    assertEquals(1234567, report.startNanos());
    assertEquals(2, report.spanNanos());
    assertEquals(
        "the clock counts something else than seconds: all times are in its unknown unit\n",
        Texts.lines(report.diagnoses()));
  }

  @Test
  void fractions_areReadInAllLengths() {
    TraceReport report =
        Texts.report(
            """
            a-1 [000] ..... 10.5: workqueue_execute_end: work struct 1
            a-1 [000] ..... 10.500000123: workqueue_execute_end: work struct 1
            """);
    assertFalse(report.ticks());
    assertEquals(10_500_000_000L, report.startNanos());
    assertEquals(123, report.spanNanos());
  }

  @Test
  void oddTaskNames_areReadWhole() {
    assertEquals(
        """
        1: pid7 is 'a b-c.d [1] -5 [x]'
        1: 0 cpu2 pid7 TASK end 1
        2: pid8 is 'Web Content'
        2: pid9 is '-9 [003] x'
        2: 0 cpu2 pid7 TASK switch 8/120 SLEEPING to 9/98
        """,
        Texts.log(
            """
            a b-c.d [1] -5 [x]-7 [002] ..... 1.000000: workqueue_execute_end: work struct 1
            a b-c.d [1] -5 [x]-7 [002] ..... 1.000000: sched_switch: prev_comm=Web Content prev_pid=8 prev_prio=120 prev_state=D|K ==> next_comm=-9 [003] x next_pid=9 next_prio=98
            """));
  }

  @Test
  void unknownName_isTakenFromTheSwitch() {
    Recording recording =
        Texts.recording(
            """
            <...>-9 [000] ..... 1.000000: workqueue_execute_start: work struct 1: function f
            <...>-9 [000] ..... 1.000003: workqueue_execute_end: work struct 1: function f
            <...>-9 [000] d..2. 1.000004: sched_switch: prev_comm=kworker/u8:3 prev_pid=9 prev_prio=120 prev_state=I ==> next_comm=swapper/0 next_pid=0 next_prio=120
            """);
    assertEquals("u8", recording.executions().getFirst().pool().toString());
  }

  @Test
  void idleWorkersStateOfOlderKernels_isSleeping() {
    String log =
        Texts.log(
            """
            a-1 [000] d..2. 1.000000: sched_switch: prev_comm=kworker/0:1 prev_pid=5 prev_prio=120 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120
            a-1 [000] d..2. 1.000000: workqueue_execute_end: work struct 1
            """);
    assertTrue(log.contains("switch 5/120 SLEEPING to 0/120"), log);
  }

  @Test
  void otherEvents_showThatATaskRuns() {
    LogSink log = new LogSink();
    TraceReport report =
        Texts.report(
            """
            a-1 [000] ..... 1.000000: workqueue_execute_end: work struct 1
            b-2 [000] ..s1. 1.000001: softirq_entry: vec=1 [action=TIMER]
            b-2 [000] ..s1. 1.000001: softirq_exit: vec=1 [action=TIMER]
            b-2 [000] ..s1. 1.000002: timer_start: timer=00000000ab function=process_timeout expires=5 [timeout=1] cpu=0 idx=1 flags=
            b-2 [000] ..... 1.000003: do_sys_open <-__x64_sys_open

            """,
            log);
    assertEquals(
        """
        1: pid1 is 'a'
        1: 0 cpu0 pid1 TASK end 1
        2: pid2 is 'b'
        2: 1000 cpu0 pid2 SOFTIRQ other
        3: 1000 cpu0 pid2 SOFTIRQ other
        4: 2000 cpu0 pid2 SOFTIRQ other
        5: 3000 cpu0 pid2 TASK other
        """,
        log.toString());
    assertEquals(new LineCount(6, 0, 1, 5, 0, 0), report.lines());
    assertEquals(
        """
        lines 2 to 4: 3 lines with other events, not used: softirq_entry (1), softirq_exit (1)
        line 5: 1 line of another tracer, not used
        """,
        Texts.lines(report.diagnoses()));
  }

  @Test
  void schedulerAndTimers_areRead() {
    assertEquals(
        """
        1: pid3 is 'kworker/0:1'
        1: 0 cpu1 pid0 HARDIRQ waking 3/120 on cpu0
        2: pid2 is 'kthreadd'
        2: pid4 is 'kworker/u8:5'
        2: 1000 cpu0 pid2 TASK fork 4 by 2
        3: 2000 cpu0 pid2 TASK new 4/120 on cpu1
        4: 3000 cpu0 pid2 TASK move 4 cpu1 cpu0
        5: 4000 cpu0 pid4 TASK exit 4
        6: 5000 cpu0 pid4 TASK timer 2bd29d5b in 50
        7: 6000 cpu0 pid4 TASK timer 2bd29d5b expires
        8: 7000 cpu0 pid4 TASK timer 2bd29d5b cancelled
        9: 8000 cpu0 pid4 TASK end 1
        """,
        Texts.log(
            """
                  <idle>-0 [001] d.h2. 1.000000: sched_waking: comm=kworker/0:1 pid=3 prio=120 target_cpu=000
                kthreadd-2 [000] ..... 1.000001: sched_process_fork: comm=kthreadd pid=2 child_comm=kworker/u8:5 child_pid=4
                kthreadd-2 [000] d..2. 1.000002: sched_wakeup_new: comm=kworker/u8:5 pid=4 prio=120 target_cpu=001
                kthreadd-2 [000] d..2. 1.000003: sched_migrate_task: comm=kworker/u8:5 pid=4 prio=120 orig_cpu=1 dest_cpu=0
            kworker/u8:5-4 [000] ..... 1.000004: sched_process_exit: comm=kworker/u8:5 pid=4 prio=120 group_dead=true
            kworker/u8:5-4 [000] ..... 1.000005: timer_start: timer=000000002bd29d5b function=delayed_work_timer_fn expires=4295342378 [timeout=50] bucket_expiry=4295342379 cpu=1 idx=43 flags=I
            kworker/u8:5-4 [000] ..... 1.000006: timer_expire_entry: timer=000000002bd29d5b function=delayed_work_timer_fn now=4295342379 baseclk=4295342379
            kworker/u8:5-4 [000] ..... 1.000007: timer_cancel: timer=000000002bd29d5b
            kworker/u8:5-4 [000] ..... 1.000008: workqueue_execute_end: work struct 1
            """));
  }

  @Test
  void linesThatEndInCarriageReturn_areRead() {
    TraceReport report =
        Texts.report(
            "# x\r\na-1 [000] ..... 1.000000: workqueue_execute_end: work struct 1\r\n\r\n");
    assertEquals(new LineCount(3, 1, 1, 1, 0, 0), report.lines());
    assertEquals("[]", report.diagnoses().toString());
  }

  @Test
  void requiredCpu_isToldFromAnyByTheNumberOfCpus() {
    String log =
        Texts.log(
            """
            # entries-in-buffer/entries-written: 3/3   #P:4
            a-1 [000] ..... 1.000000: workqueue_queue_work: work struct=1 function=f workqueue=q req_cpu=3 cpu=3
            a-1 [000] ..... 1.000001: workqueue_queue_work: work struct=2 function=f workqueue=q req_cpu=4 cpu=0
            a-1 [000] ..... 1.000002: workqueue_queue_work: work struct=3 function=f workqueue=q req_cpu=1 cpu=-1
            """);
    assertTrue(log.contains("queue 1 f on q required 3 pool 3"), log);
    assertTrue(log.contains("queue 2 f on q required -1 pool 0"), log);
    assertTrue(log.contains("queue 3 f on q required 1 pool -1"), log);
  }
}
