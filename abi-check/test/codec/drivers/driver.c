// C's own declarations, read and written member by member. members.h lists them: MEMBERS_OF_CmdPacket(X), RECORDS(X).
#include "lines.h"
#include "members.h"
#include "vectors.h"

// Not even looked at where the member is an integer, but it has to compile there.
#define BITS_OF(member)                           \
    _Generic((member) + 0,                        \
        float: bits_of_float((float)(member)),    \
        double: bits_of_double((double)(member)), \
        default: (wide)(member))
#define IS_NEGATIVE(member) _Generic((member) + 0, float: false, double: false, default: (member) + 0 < 0)
#define VALUE_FOR(member, bits) _Generic((member) + 0, float: float_of(bits), double: double_of(bits), default: (bits))

#define SHOW(member) show(#member, BITS_OF(record->member), IS_NEGATIVE(record->member));
#define PUT(member)                                       \
    if (strcmp(path, #member) == 0) {                     \
        record->member = VALUE_FOR(record->member, bits); \
        return;                                           \
    }

#define FUNCTIONS(Type)                                                 \
    static void show_##Type(const Type* record) {                       \
        MEMBERS_OF_##Type(SHOW)                                         \
    }                                                                   \
    static void put_##Type(Type* record, const char* path, wide bits) { \
        MEMBERS_OF_##Type(PUT) no_field(path);                          \
    }
RECORDS(FUNCTIONS)

#define ANSWER(Type)                                                           \
    if (strcmp(name, #Type) == 0) {                                            \
        Type record;                                                           \
        memset(&record, 0, sizeof record);                                     \
        if (strcmp(verb, "decode") == 0) {                                     \
            read_hex(next_word(), &record, sizeof record);                     \
            show_##Type(&record);                                              \
        } else {                                                               \
            for (char* word = next_word(); word != NULL; word = next_word()) { \
                char* equals = strchr(word, '=');                              \
                *equals = '\0';                                                \
                put_##Type(&record, word, parse(equals + 1));                  \
            }                                                                  \
            show_hex(&record, sizeof record);                                  \
        }                                                                      \
    }

int main(void) {
    for (char* verb = next_line(); verb != NULL; verb = next_line()) {
        const char* name = next_word();
        RECORDS(ANSWER)
        puts("");
    }
    return 0;
}
