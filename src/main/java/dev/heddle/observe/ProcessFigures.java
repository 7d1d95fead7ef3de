package dev.heddle.observe;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What this process takes of the machine.
 *
 * @param cpuCores cores in use since the sample before; empty in the first, and where the system
 *     does not tell
 * @param heapUsed bytes of the heap in use, what is garbage by now included
 * @param heapCommitted bytes that the heap has taken from the system
 * @param residentBytes memory of the whole process that is in RAM; empty where the system is not
 *     Linux
 */
public record ProcessFigures(
    OptionalDouble cpuCores, long heapUsed, long heapCommitted, OptionalLong residentBytes) {}
