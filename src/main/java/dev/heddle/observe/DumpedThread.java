package dev.heddle.observe;

import java.util.List;
import java.util.Optional;

/**
 * A thread as a dump shows it.
 *
 * @param id its identifier
 * @param name its name, which may be empty
 * @param isVirtual whether it is a virtual one
 * @param state its {@link Thread.State}
 * @param waitsFor class of the lock or other object that it is parked for; of monitors it is not
 *     told
 * @param stack what it executes, innermost first, without the names of modules
 */
record DumpedThread(
    long id,
    String name,
    boolean isVirtual,
    String state,
    Optional<String> waitsFor,
    List<String> stack) {}
