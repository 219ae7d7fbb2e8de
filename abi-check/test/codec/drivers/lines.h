// The lines that drivers speak, for C and C++ (see ../run):
//
//     decode RECORD HEX            →  path=value path=value …
//     encode RECORD path=value …   →  HEX
//
// A value is hexadecimal, behind a minus where it is negative; of a float, the bits.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

static inline void show(const char* path, wide bits, bool is_negative) {
    const wide value = is_negative ? -bits : bits;
    const unsigned long long high = (unsigned long long)(value >> 64);
    const unsigned long long low = (unsigned long long)value;
    printf("%s=%s", path, is_negative ? "-" : "");
    if (high != 0)
        printf("%llx%016llx ", high, low);
    else
        printf("%llx ", low);
}

static inline unsigned digit(char c) {
    const char digits[] = "0123456789abcdef";
    const char* at = c == '\0' ? NULL : strchr(digits, c);
    if (at == NULL) {
        fprintf(stderr, "not a hexadecimal digit: '%c'\n", c);
        exit(2);
    }
    return (unsigned)(at - digits);
}

/// Two's complement.
static inline wide parse(const char* text) {
    const bool is_negative = *text == '-';
    wide value = 0;
    for (text += is_negative ? 1 : 0; *text != '\0'; ++text) value = value << 4 | digit(*text);
    return is_negative ? -value : value;
}

static inline float float_of(wide bits) {
    const uint32_t word = (uint32_t)bits;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}
static inline double double_of(wide bits) {
    const uint64_t word = (uint64_t)bits;
    double value;
    memcpy(&value, &word, sizeof value);
    return value;
}
static inline wide bits_of_float(float value) {
    uint32_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}
static inline wide bits_of_double(double value) {
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    return word;
}

static inline void read_hex(const char* hex, void* memory, size_t size) {
    unsigned char* bytes = (unsigned char*)memory;
    if (strlen(hex) != 2 * size) {
        fprintf(stderr, "expected %zu bytes, found %s\n", size, hex);
        exit(2);
    }
    for (size_t i = 0; i < size; ++i) bytes[i] = (unsigned char)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
}

static inline void show_hex(const void* memory, size_t size) {
    for (size_t i = 0; i < size; ++i) printf("%02x", ((const unsigned char*)memory)[i]);
}

static inline void no_field(const char* path) {
    fprintf(stderr, "no field %s\n", path);
    exit(2);
}

/// One line of standard input, in words: verb, record, and the rest by further calls of next_word.
static inline char* next_line(void) {
    static char line[1 << 16];
    if (fgets(line, sizeof line, stdin) == NULL) return NULL;
    return strtok(line, " \n");
}
static inline char* next_word(void) {
    return strtok(NULL, " \n");
}
