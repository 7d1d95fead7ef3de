package dev.heddle.observe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the {@link ThreadTree} of a dump, for a query; one thread's own, used once. */
final class TreeBuilder {
  private static final Comparator<Members> LARGEST_FIRST =
      Comparator.comparingLong(Members::count).reversed();

  private final ThreadDump dump;
  private final String text;
  private final Query query;
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, List<DumpedContainer>> children = new LinkedHashMap<>();

  /** By the id of their container. */
  private final Map<String, Collection<Members>> groups = new HashMap<>();

  private Set<Members> shown = Set.of();
  private int containers;
  private int hiddenContainers;

  TreeBuilder(ThreadDump dump, String text) {
    this.dump = dump;
    this.text = Texts.shortened(text);
    this.query = new Query(text);
  }

  ThreadTree build() {
    List<DumpedContainer> roots = roots();
    for (DumpedContainer container : dump.containers()) {
      container.threads().forEach(thread -> names.put(thread.id(), thread.name()));
      groups.put(container.id(), groupsOf(container));
    }
    shown =
        groups.values().stream()
            .flatMap(Collection::stream)
            .sorted(LARGEST_FIRST)
            .limit(ThreadTree.MOST_GROUPS)
            .collect(Collectors.toSet());
    List<ThreadTree.Container> built = build(roots);
    return new ThreadTree(
        dump.takenAt(),
        dump.takenAt().plus(dump.kept()),
        dump.cost(),
        text,
        dump.containers().stream().mapToLong(container -> container.threads().size()).sum(),
        dump.containers().stream()
            .flatMap(container -> container.threads().stream())
            .filter(DumpedThread::isVirtual)
            .count(),
        groups.values().stream().mapToLong(TreeBuilder::threadsOf).sum(),
        hiddenContainers,
        built);
  }

  /** Files the containers under their parents; those without a known one are roots. */
  private List<DumpedContainer> roots() {
    Set<String> ids =
        dump.containers().stream().map(DumpedContainer::id).collect(Collectors.toSet());
    List<DumpedContainer> roots = new ArrayList<>();
    for (DumpedContainer container : dump.containers()) {
      container
          .parent()
          .filter(ids::contains)
          .map(parent -> children.computeIfAbsent(parent, id -> new ArrayList<>()))
          .orElse(roots)
          .add(container);
    }
    return roots;
  }

  private Collection<Members> groupsOf(DumpedContainer container) {
    boolean all = query.matches(container.id());
    Map<Place, Members> byPlace = new LinkedHashMap<>();
    // Equal places of a crowd are the same stack: found without a look at its frames.
    IdentityHashMap<List<String>, Members> last = new IdentityHashMap<>();
    for (DumpedThread thread : container.threads()) {
      if (all || query.matches(thread)) {
        Place place = Place.of(thread);
        Members members = last.get(thread.stack());
        if (members == null || !members.place().equals(place)) {
          members = byPlace.computeIfAbsent(place, Members::new);
          last.put(thread.stack(), members);
        }
        members.add(Texts.shortened(thread.name()));
      }
    }
    return byPlace.values();
  }

  private List<ThreadTree.Container> build(List<DumpedContainer> dumped) {
    List<ThreadTree.Container> built = new ArrayList<>();
    for (DumpedContainer container : dumped) {
      if (query.isEmpty() || matchesWithin(container)) {
        if (containers == ThreadTree.MOST_CONTAINERS) {
          hiddenContainers++;
        } else {
          containers++;
          built.add(build(container));
        }
      }
    }
    return built;
  }

  private boolean matchesWithin(DumpedContainer container) {
    return !groups.getOrDefault(container.id(), List.of()).isEmpty()
        || childrenOf(container).stream().anyMatch(this::matchesWithin);
  }

  private ThreadTree.Container build(DumpedContainer container) {
    Collection<Members> all = groups.getOrDefault(container.id(), List.of());
    List<Members> hidden = all.stream().filter(members -> !shown.contains(members)).toList();
    return new ThreadTree.Container(
        Texts.shortened(container.id()),
        Texts.shortened(ContainerNames.nameOf(container)),
        ContainerNames.kindOf(container),
        name(container.owner()),
        container.threads().size(),
        threadsOf(all),
        all.stream().filter(shown::contains).sorted(LARGEST_FIRST).map(this::group).toList(),
        hidden.size(),
        threadsOf(hidden),
        build(childrenOf(container)));
  }

  private ThreadTree.Group group(Members members) {
    Place place = members.place();
    List<String> stack = place.stack();
    return new ThreadTree.Group(
        members.count(),
        members.names(),
        place.isVirtual(),
        place.state(),
        place.waitsFor().map(Texts::shortened),
        Texts.shortened(Frames.telling(stack)),
        stack.stream().limit(ThreadTree.MOST_FRAMES).map(Texts::shortened).toList(),
        Math.max(0, stack.size() - ThreadTree.MOST_FRAMES));
  }

  private List<DumpedContainer> childrenOf(DumpedContainer container) {
    return children.getOrDefault(container.id(), List.of());
  }

  /** The name of a thread, or its number where it has none or has ended. */
  private Optional<String> name(OptionalLong id) {
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(names.getOrDefault(id.getAsLong(), ""))
            .filter(name -> !name.isEmpty())
            .map(Texts::shortened)
            .or(() -> Optional.of("thread " + id.getAsLong()));
  }

  private static long threadsOf(Collection<Members> groups) {
    return groups.stream().mapToLong(Members::count).sum();
  }
}
