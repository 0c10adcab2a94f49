package dev.wq.kernel;

/** One who waits for a whole queue (Linux: {@code struct wq_flusher}). Used once. */
public class Flusher {
  int color = -1; // the colour it waits for, -1 before it has one
}
