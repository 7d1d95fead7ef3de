/** Event loops that virtual threads run on: each schedules its threads and polls their sockets. */
@NullMarked
package dev.heddle.tasks.loop;

import org.jspecify.annotations.NullMarked;
