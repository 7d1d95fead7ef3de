package dev.heddle.load;

/**
 * What a server's process used while a load was measured.
 *
 * @param cpuMicrosPerRequest of all its threads, user and system
 * @param switchesPerRequest how often its threads left a core, of themselves or not
 * @param residentBytes its resident memory at the end
 * @param threads its platform threads at the end
 * @param cores the cores that it used
 */
public record ServerUse(
    double cpuMicrosPerRequest,
    double switchesPerRequest,
    long residentBytes,
    int threads,
    double cores) {}
