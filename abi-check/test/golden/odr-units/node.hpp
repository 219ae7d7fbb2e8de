#pragma once
#include <cstdint>

namespace imm {

struct node {
#ifndef NDEBUG
    std::uint32_t kind;
#endif
    std::uint32_t refs;
    std::uint64_t data;
};

}  // namespace imm
