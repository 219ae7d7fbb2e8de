// The commands that need no comparison: dump, gen.
#include <algorithm>
#include <iterator>
#include <utility>

#include "check/witnesses.h"
#include "gen/gen.h"
#include "model/words.h"
#include "specfile/digest.h"
#include "specfile/write.h"
#include "tool/ask.h"
#include "tool/commands.h"

namespace abi {

Status run_dump(const Options& options) {
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    std::vector<Layout> layouts;
    std::vector<Problem> problems;
    {
        Progress progress(options.quiet);
        const Scope scope{project->specs.empty(), false};
        for (const auto& answers : ask_layers(*project, options, {}, scope,
                                              [&](const std::string& line) { progress.show("reading " + line); })) {
            WitnessAnswer combined = combine(answers);
            std::ranges::move(combined.problems, std::back_inserter(problems));
            layouts.push_back(std::move(combined.layout));
        }
    }
    const Status status = say(each_once(std::move(problems)));
    return worse(status, write_result(options.output, write_dump(layouts)));
}

Status run_gen(const Options& options) {
    const std::string known = join(languages(), ", ", &Language::name);
    if (options.words.size() != 1) return say_error("gen: expected one language of: " + known);
    const auto language = std::ranges::find(languages(), options.words[0], &Language::name);
    if (language == languages().end()) {
        return say_error("gen: expected one language of: " + known + "; found " + in_quotes(options.words[0]));
    }
    if (options.specs.size() != 1) return say_error("gen: expected one --spec");
    const auto spec = read_spec(options.specs[0]);
    if (!spec) return say(spec.problems);
    GenRequest request{spec->layout, spec->name, spec->digest, {}};
    for (const auto& record : spec->layout.records) {
        request.record_digests.emplace_back(record.name, record_digest(spec->layout, record));
    }
    return write_result(options.output, language->write(request));
}

}  // namespace abi
