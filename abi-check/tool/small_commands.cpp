// The commands `dump` and `gen`.
#include <algorithm>
#include <utility>

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
    AllAnswers answers = ask_layers(*project, options, {project->specs.empty(), false});
    const Status status = say(each_once(answers.problems));
    return worse(status, write_result(options.output, write_dump(layouts_of(std::move(answers)))));
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
    const GenRequest request{spec->layout, spec->name, spec->digest, record_digests(spec->layout)};
    return write_result(options.output, language->write(request));
}

}  // namespace abi
