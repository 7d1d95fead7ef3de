package dev.heddle.compare;

/**
 * Two values of a parameter that are set beside each other.
 *
 * @param param its name
 * @param base the value that others are measured by
 * @param fresh the other value
 */
public record Variants(String param, String base, String fresh) {}
