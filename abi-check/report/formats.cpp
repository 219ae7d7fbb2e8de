#include "report/report.h"

namespace abi {

std::span<const Format> formats() {
    static constexpr Format rows[] = {
#define FORMAT(name, stream, explain, replay, purpose) {#name, purpose, report_##name, explain, stream, replay},
#include "report/formats.def"
#undef FORMAT
    };
    return rows;
}

}  // namespace abi
