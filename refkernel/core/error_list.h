// An enum of errors and the phrase for each, from one list:
//
//     #define REFKERNEL_RING_ERRORS(X) X(none, "good") X(full, "no slot is free")
//     REFKERNEL_ERROR_LIST(RingError, REFKERNEL_RING_ERRORS)      enum class RingError, and describe(RingError)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#define REFKERNEL_ERROR_NAME(name, phrase) name,
#define REFKERNEL_ERROR_PHRASE(name, phrase) phrase,
#define REFKERNEL_ERROR_LIST(Error, LIST)                                      \
    enum class Error : std::uint8_t { LIST(REFKERNEL_ERROR_NAME) };            \
    constexpr std::string_view describe(Error error) {                         \
        constexpr std::string_view phrases[] = {LIST(REFKERNEL_ERROR_PHRASE)}; \
        return phrases[static_cast<std::size_t>(error)];                       \
    }
