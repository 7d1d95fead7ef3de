package dev.heddle.observe;

import dev.heddle.stats.ServerSnapshot;
import java.time.Instant;

/**
 * What was seen at one moment.
 *
 * @param number 1 for the first, and one more for each that follows
 * @param time by the wall clock, for people
 * @param seconds since the sample before, by the monotonic clock; 0 for the first
 * @param server the server's counters
 * @param connectionsPerSecond accepted since the sample before; 0 in the first, as are all rates
 * @param greetingsPerSecond TCP messages greeted
 * @param datagramsPerSecond datagrams received
 * @param process what this process takes of the machine
 * @param threads its threads
 */
public record Sample(
    long number,
    Instant time,
    double seconds,
    ServerSnapshot server,
    double connectionsPerSecond,
    double greetingsPerSecond,
    double datagramsPerSecond,
    ProcessFigures process,
    ThreadFigures threads) {}
