#include "read/probe/reader.h"

#include <array>
#include <string_view>

#include "read/probe/languages.h"

namespace abi::probe {
namespace {

struct Language {
    std::string_view name;
    Reading (*read)(const Request& request);
};
constexpr std::array languages{Language{"c", probe_c}, Language{"cpp", probe_cpp}, Language{"zig", probe_zig},
                               Language{"rust", probe_rust}, Language{"nim", probe_nim}};

}  // namespace

Reading read(const Request& request) {
    Reading reading;
    if (request.files.empty()) {
        reading.problems.push_back({{.file = request.root}, "", "a file that declares the records", "none named"});
    } else {
        bool known = false;
        for (const auto& language : languages) {
            if (language.name != request.language) continue;
            known = true;
            reading = language.read(request);
        }
        if (!known) {
            reading.problems.push_back({{.file = request.files.front()},
                                        "",
                                        "a language of the probe: c, cpp, zig, rust or nim",
                                        "\"" + request.language + "\""});
        }
    }
    reading.layout.target = request.target.name;
    return reading;
}

}  // namespace abi::probe
