package dev.heddle.observe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A thread as a dump shows it.
 *
 * @param id its identifier
 * @param name its name, which may be empty
 * @param isVirtual whether it is a virtual one
 * @param state its {@link Thread.State}; empty before Java 24, as are the following
 * @param waitsFor class of the lock or other object that it waits for
 * @param heldBy identifier of the thread that owns that
 * @param stack what it executes, innermost first, without the names of modules
 */
record DumpedThread(
    long id,
    String name,
    boolean isVirtual,
    Optional<String> state,
    Optional<String> waitsFor,
    OptionalLong heldBy,
    List<String> stack) {}
