package dev.heddle.observe;

import java.util.ArrayList;
import java.util.List;

/** The threads of one container at one place: how many, and the names of some. */
final class Members {
  private final Place place;
  private final List<String> names = new ArrayList<>(ThreadTree.MOST_NAMES);
  private long count;

  Members(Place place) {
    this.place = place;
  }

  void add(String name) {
    count++;
    if (names.size() < ThreadTree.MOST_NAMES) {
      names.add(name);
    }
  }

  Place place() {
    return place;
  }

  List<String> names() {
    return names;
  }

  long count() {
    return count;
  }
}
