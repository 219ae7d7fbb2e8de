#include "read/probe/reader.h"

#include <array>

#include "model/find.h"
#include "model/readers.h"
#include "model/words.h"
#include "read/probe/ask.h"
#include "read/probe/made_names.h"
#include "read/probe/run.h"
#include "read/probe/target_words.h"
#include "read/probe/text_places.h"

namespace abi::probe {
namespace {

/// In the order of probe_languages.
constexpr std::array readers{
#define PROBE_LANGUAGE(name, ...) &ask_##name,
#include "model/probe_languages.def"
#undef PROBE_LANGUAGE
};

Reading ask(const Request& request) {
    if (request.files.empty()) {
        return failed({{.file = request.root}, "", "a file that declares the records", "none named"});
    }
    const auto* const language = find_named(probe_languages, request.language);
    if (language == nullptr) {
        return failed({{.file = request.files.front()},
                       "",
                       "a language of the probe: " + list_names(probe_languages, "or", &ProbeLanguage::name),
                       "\"" + request.language + "\""});
    }
    return readers.at(static_cast<std::size_t>(language - probe_languages.data()))(request);
}

}  // namespace

Reading read(const Request& request) {
    const auto names = made_names_of(request.files);
    auto reading = ask(for_language(with_made_names(request, names), request.language));
    if (reading.claims.size() != request.claims.size()) {
        const auto why = reading.problems.empty() ? "" : sentence(reading.problems.front());
        reading.claims.assign(request.claims.size(), ClaimAnswer{ClaimAnswer::State::not_asked, why});
    }
    set_text_places(request, reading);
    restore_names(request, names, reading);
    reading.layout.target = request.target.name;
    return reading;
}

}  // namespace abi::probe
