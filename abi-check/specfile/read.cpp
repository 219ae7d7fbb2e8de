#include "specfile/read.h"

#include "model/file_problem.h"
#include "os/file.h"
#include "specfile/check_names.h"
#include "specfile/check_record.h"
#include "specfile/digest.h"
#include "specfile/document.h"
#include "specfile/layout_json.h"

namespace abi {

Result<Spec> parse_spec(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::spec);
        if (!document) return document.problems;

        std::vector<Problem> problems;
        Spec spec{.path = path, .name = document->root.at("name").get<std::string>(), .layout = {}, .digest = {}};
        spec.layout = read_layout(document->root, "", Dialect::spec, document->places, problems);
        spec.layout.origin = path;
        spec.layout.target.clear();
        check_names(spec.layout, problems);
        check_records(spec.layout, problems);
        if (!problems.empty()) {
            locate(problems, document->places);
            return for_reading(std::move(problems));
        }
        spec.digest = digest(spec.layout);
        return spec;
    } catch (const std::exception& error) {
        return file_problem(path, "a spec", error.what());
    }
}

Result<Spec> read_spec(const std::string& path) {
    const auto text = read_file(path, JsonLimits{}.bytes);
    if (!text) return text.problems;
    return parse_spec(path, *text);
}

}  // namespace abi
