// The commands that need no comparison: dump, gen.
#include "check/witnesses.h"
#include "gen/gen.h"
#include "specfile/write.h"
#include "tool/commands.h"
#include "tool/testify.h"

namespace abi {

Status run_dump(const Options& options) {
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    Status status = Status::conforms;
    std::vector<Layout> layouts;
    {
        Progress progress(options.quiet);
        const Wanted wanted{project->specs.empty(), false};
        for (const auto& hearing : testify(*project, options, {}, wanted,
                                           [&](const std::string& line) { progress.show("reading " + line); })) {
            Testimony believed = believe(hearing);
            status = worse(status, say(believed.problems));
            layouts.push_back(std::move(believed.layout));
        }
    }
    return worse(status, write_result(options.output, write_dump(layouts)));
}

Status run_gen(const Options& options) {
    if (options.words != std::vector<std::string>{"table"}) {
        return say_error("gen: expected one language of: table");
    }
    if (options.specs.size() != 1) return say_error("gen: expected one --spec");
    const auto spec = read_spec(options.specs[0]);
    if (!spec) return say(spec.problems);
    return write_result(options.output, gen_table({spec->layout, spec->name, spec->digest, {}}));
}

}  // namespace abi
