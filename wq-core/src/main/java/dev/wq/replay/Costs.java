package dev.wq.replay;

/**
 * What the small steps of a work's way cost on the recorded machine, in nanoseconds: measured in
 * the recording itself, see {@link StepCosts}.
 *
 * @param kick from getting onto the list to the wake-up of the worker
 * @param look from a woken worker's arrival on the CPU to the start of its work
 * @param next from the end of a work to the start of the next by the same worker
 * @param leave from the end of a work to the idle worker's leaving the CPU
 * @param create of a worker
 */
record Costs(long kick, long look, long next, long leave, long create) {
  /** A whole switch to a woken worker: less than that is no difference between two workers. */
  long handOver() {
    return kick + look + leave;
  }
}
