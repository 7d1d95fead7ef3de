package dev.heddle.cli;

import com.google.gson.JsonObject;
import dev.heddle.observe.Pinning;
import dev.heddle.web.Feed;
import dev.heddle.web.Live;
import java.lang.management.ManagementFactory;

/** What the live page is shown of this process. */
final class LiveSource implements Live {
  private final Feed feed;
  private final Pinning pinning;
  private final String about;

  /**
   * @param threads the kind that sessions run on
   */
  LiveSource(Feed feed, Pinning pinning, String threads) {
    this.feed = feed;
    this.pinning = pinning;
    JsonObject json = new JsonObject();
    json.addProperty("version", Version.number());
    json.addProperty("java", System.getProperty("java.version"));
    json.addProperty("threads", threads);
    json.addProperty("pid", ProcessHandle.current().pid());
    json.addProperty("started", ManagementFactory.getRuntimeMXBean().getStartTime());
    this.about = json.toString();
  }

  @Override
  public Feed feed() {
    return feed;
  }

  @Override
  public String about() {
    return about;
  }

  @Override
  public String pinning() {
    return PinningJson.of(pinning.places(), pinning.isRecording(), pinning.problem());
  }

  @Override
  public Look look() {
    return pinning.watch()::close;
  }
}
