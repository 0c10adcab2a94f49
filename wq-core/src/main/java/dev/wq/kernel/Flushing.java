package dev.wq.kernel;

import org.jspecify.annotations.Nullable;

/** Waiting for one work by a barrier, and for a whole queue by colours. */
/*
 * Barriers. To wait for a work that is queued, a barrier is linked right behind it: it moves where the work moves, to the
 * worklist on activation and to a private list on collision, and runs when the work's run has ended (linux 90). To wait
 * for a run, it goes first into the runner's private list (linux 91). A barrier has no slot of max_active, or it could
 * not run when the works it waits for hold all slots (linux 94). It takes the colour of what it follows and counts in
 * flight, so that whoever flushes the queue waits for it too.
 *
 * Colours. A flush must wait for what was queued before it and for nothing queued after; it must not be kept waiting by
 * works that queue others (linux 99). Counting works would not do, since a work may be queued again while it is waited
 * for. So each work takes the colour that its pwq has at queueing, and pwqs count in flight by colour. A flush closes the
 * colour, that is, moves the queue on to the next one, and waits until each pwq has none in flight of the closed one.
 *
 * There are 16 colours in a ring. flushColor is the oldest one that is waited for, workColor the one given out; those
 * between are closed. They may not meet: when workColor is the last one before flushColor, further flushers wait in
 * overflow without a colour, and all share the next that comes free (linux 97). Only one colour is watched at a time, the
 * oldest, whose flusher is "first": pwq.flushColor says that a pwq still has some in flight, pwqsToFlush counts these.
 * When the count ends, the flush is done and the next colour's flusher becomes first; it may be done at once, which is
 * why this is a loop and not a step (linux 98). In the kernel this loop runs in the first flusher's thread when it wakes;
 * here it runs at once, so overflowing flushers get their colour a wake-up earlier. The order of completions is the same.
 */
final class Flushing {
  private final Upcalls up;

  Flushing(Upcalls up) {
    this.up = up;
  }

  void follow(Pwq pwq, KernelWork target, Barrier barrier) {
    prepare(pwq, barrier, target.color);
    if (target.is(KernelWork.LINKED)) {
      barrier.set(KernelWork.LINKED);
    }
    target.set(KernelWork.LINKED);
    target.next.insertBefore(barrier);
  }

  void followRun(KernelWorker runner, Barrier barrier) {
    Pwq pwq = runner.currentPwq;
    assert pwq != null;
    prepare(pwq, barrier, runner.currentColor);
    runner.scheduled.addFirst(barrier);
  }

  private static void prepare(Pwq pwq, Barrier barrier, int color) {
    if (barrier.isPending() || barrier.isRunning()) {
      throw new IllegalArgumentException("the barrier is in use");
    }
    barrier.set(KernelWork.PENDING | KernelWork.INACTIVE);
    barrier.pwq = pwq;
    barrier.color = color;
    pwq.inFlight[color]++;
    pwq.refs++;
  }

  /** Linux: {@code __flush_workqueue}, up to the wait. */
  boolean start(Workqueue wq, Flusher flusher) {
    FlushColors colors = wq.colors;
    if (colors.areUsedUp()) {
      colors.overflow.addLast(flusher);
      return true;
    }
    flusher.color = colors.workColor;
    colors.workColor = FlushColors.next(colors.workColor);
    giveColor(wq);
    if (colors.first != null) {
      colors.waiting.addLast(flusher);
      return true;
    }
    if (watch(wq)) {
      colors.first = flusher;
      return true;
    }
    colors.flushColor = colors.workColor;
    return false;
  }

  private static void giveColor(Workqueue wq) {
    for (int i = 0; i < wq.pwqs.size(); i++) {
      wq.pwqs.get(i).workColor = wq.colors.workColor;
    }
  }

  /** Watches the works of flushColor; false if there are none. */
  private static boolean watch(Workqueue wq) {
    FlushColors colors = wq.colors;
    colors.pwqsToFlush = 0;
    for (int i = 0; i < wq.pwqs.size(); i++) {
      Pwq pwq = wq.pwqs.get(i);
      if (pwq.inFlight[colors.flushColor] > 0) {
        pwq.flushColor = colors.flushColor;
        colors.pwqsToFlush++;
      }
    }
    return colors.pwqsToFlush > 0;
  }

  /** The pwq has no more in flight of the colour that is watched. */
  void colorDone(Pwq pwq) {
    pwq.flushColor = Pwq.NO_COLOR;
    if (--pwq.wq.colors.pwqsToFlush == 0) {
      cascade(pwq.wq);
    }
  }

  private void cascade(Workqueue wq) {
    FlushColors colors = wq.colors;
    Flusher first = colors.first;
    assert first != null;
    up.flushed(first);
    do {
      finishColor(colors);
      colors.flushColor = FlushColors.next(colors.flushColor);
      admitOverflow(wq);
      colors.first = colors.waiting.pollFirst();
    } while (colors.first != null && !watch(wq) && done(colors.first));
  }

  private boolean done(Flusher flusher) {
    up.flushed(flusher);
    return true;
  }

  /** All others that wait for the colour of the first. */
  private void finishColor(FlushColors colors) {
    for (@Nullable Flusher next = colors.waiting.peekFirst();
        next != null && next.color == colors.flushColor;
        next = colors.waiting.peekFirst()) {
      colors.waiting.removeFirst();
      up.flushed(next);
    }
  }

  /** One colour has come free: all that overflowed share it. */
  private static void admitOverflow(Workqueue wq) {
    FlushColors colors = wq.colors;
    if (colors.overflow.isEmpty()) {
      return;
    }
    for (Flusher flusher : colors.overflow) {
      flusher.color = colors.workColor;
      colors.waiting.addLast(flusher);
    }
    colors.overflow.clear();
    colors.workColor = FlushColors.next(colors.workColor);
    giveColor(wq);
  }
}
