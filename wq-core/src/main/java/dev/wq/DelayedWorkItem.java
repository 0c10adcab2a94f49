package dev.wq;

/** A {@link WorkItem} whose work can be delayed and re-timed. */
public interface DelayedWorkItem extends WorkItem {
  @Override
  DelayedWork work();
}
