package dev.heddle.observe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Flight Recorder's event of a pinned carrier, as Java 21 and as 24 and later have it.
 */
final class PinnedEvents {
  static final String NAME = "jdk.VirtualThreadPinned";

  private PinnedEvents() {}

  static PinnedPlace read(RecordedEvent event) {
    List<String> stack = stack(event.getStackTrace());
    Duration duration = event.getDuration();
    return new PinnedPlace(
        Texts.shortened(Frames.telling(stack)),
        text(event, "pinnedReason"),
        text(event, "blockingOperation"),
        1,
        duration,
        duration,
        event.getEndTime(),
        Texts.shortened(name(event.getThread())),
        stack.stream().limit(ThreadTree.MOST_FRAMES).map(Texts::shortened).toList());
  }

  private static Optional<String> text(RecordedEvent event, String field) {
    return event.hasField(field)
        ? Optional.ofNullable(event.getString(field)).map(Texts::shortened)
        : Optional.empty();
  }

  private static String name(@Nullable RecordedThread thread) {
    String name = thread == null ? null : thread.getJavaName();
    return name == null ? "" : name;
  }

  private static List<String> stack(@Nullable RecordedStackTrace trace) {
    return trace == null ? List.of() : trace.getFrames().stream().map(PinnedEvents::frame).toList();
  }

  private static String frame(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    return "%s.%s:%d"
        .formatted(method.getType().getName(), method.getName(), frame.getLineNumber());
  }
}
