package dev.wq.poll;

/** The object of a trigger that stands alone. */
final class Bare extends PollObject {}
