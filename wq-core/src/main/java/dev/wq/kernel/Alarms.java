package dev.wq.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The timers of delayed works, by instant and then by the order of arming. */
final class Alarms {
  private final EventHeap heap = new EventHeap();
  private final List<@Nullable SegmentWork> works = new ArrayList<>(); // by place
  private final ActorQueue free = new ActorQueue(); // places

  long nextTime() {
    return heap.nextTime();
  }

  void add(long time, SegmentWork work) {
    int place = free.isEmpty() ? works.size() : free.take();
    if (place == works.size()) {
      works.add(work);
    } else {
      works.set(place, work);
    }
    heap.add(time, false, place);
  }

  SegmentWork take() {
    int place = heap.first();
    heap.remove();
    SegmentWork work = works.set(place, null);
    assert work != null;
    free.add(place);
    return work;
  }
}
