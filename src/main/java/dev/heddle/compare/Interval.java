package dev.heddle.compare;

/**
 * Where a ratio lies, with a stated confidence.
 *
 * @param low its lower end, above 0
 * @param high its upper end
 */
public record Interval(double low, double high) {}
