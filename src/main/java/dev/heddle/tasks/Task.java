package dev.heddle.tasks;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Work with a name; the name is its thread's, as thread dumps and logs show it.
 *
 * @param name what the thread is called
 * @param work runs on a virtual thread of its own; an interrupt asks it to end
 */
public record Task<T extends @Nullable Object>(String name, Callable<T> work) {}
