package dev.heddle.observe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A scope or an executor as a dump shows it, or the root, which holds the threads of neither.
 *
 * @param id as the JDK calls it
 * @param parent the id of the one that it was opened in; empty for the root
 * @param owner identifier of the thread that opened it and will close it; executors have none
 */
record DumpedContainer(
    String id, Optional<String> parent, OptionalLong owner, List<DumpedThread> threads) {}
