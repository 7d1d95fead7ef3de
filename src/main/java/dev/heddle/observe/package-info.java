/**
 * What a running process tells about itself: samples, the tree of its threads, pinned carriers.
 * Nothing is looked at but by a call, or by a run method inside the caller's scope.
 */
@NullMarked
package dev.heddle.observe;

import org.jspecify.annotations.NullMarked;
