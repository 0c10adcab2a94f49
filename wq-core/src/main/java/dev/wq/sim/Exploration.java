package dev.wq.sim;

import java.util.Optional;

/**
 * What an {@link Explorer} has seen.
 *
 * @param runs how many seeds were run, the failing one included
 * @param distinctSchedules how many different interleavings those were
 * @param failure the first seed that broke the scenario, empty if none did
 */
public record Exploration(int runs, int distinctSchedules, Optional<ScheduleFailure> failure) {}
