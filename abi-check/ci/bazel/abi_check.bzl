"""The gate as a test of Bazel: an action for each target, which Bazel caches, and a test that merges their reports.

    abi_check_test(
        name = "layouts",
        config = ".abi-check.json",
        srcs = ["wire.abi.json"] + glob(["include/*.h", "src/*.c"]),
        targets = ["x86_64", "riscv64"],
        only = {"riscv/trap.c": "riscv64"},
    )

abi-check must lie on the PATH of actions and tests: --action_env=PATH --test_env=PATH. docs/scale.md shows it.
"""

def _report(ctx, target):
    """The report of one target. Only a missing report fails the action: the test judges what was found."""
    report = ctx.actions.declare_file("{}/{}.json".format(ctx.label.name, target))
    own = [source for source, targets in ctx.attr.only.items() if target in targets.split(" ")]
    ctx.actions.run_shell(
        inputs = ctx.files.srcs + [ctx.file.config] + [file for source in own for file in source.files.to_list()],
        outputs = [report],
        command = 'abi-check --no-cache --quiet --config "$1" --target "$2" --report json="$3" || test -s "$3"',
        arguments = [ctx.file.config.path, target, report.path],
        use_default_shell_env = True,
        mnemonic = "AbiCheck",
        progress_message = "Checking layouts on " + target,
    )
    return report

def _abi_check_test(ctx):
    reports = [_report(ctx, target) for target in ctx.attr.targets]
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    names = " ".join(["'{}'".format(report.short_path) for report in reports])
    ctx.actions.write(
        script,
        "#!/bin/sh\nexec abi-check merge {} --report text \\\n".format(names) +
        '  ${XML_OUTPUT_FILE:+--report=junit="$XML_OUTPUT_FILE"}\n',
        is_executable = True,
    )
    return [DefaultInfo(executable = script, runfiles = ctx.runfiles(files = reports))]

abi_check_test = rule(
    implementation = _abi_check_test,
    test = True,
    attrs = {
        "config": attr.label(mandatory = True, allow_single_file = True, doc = "The configuration."),
        "srcs": attr.label_list(allow_files = True, doc = "Specs, sources, headers and objects that it names."),
        "only": attr.label_keyed_string_dict(
            allow_files = True,
            doc = "Files that only some targets need, and these targets with a blank between them.",
        ),
        "targets": attr.string_list(mandatory = True, doc = "The targets of the configuration: an action for each."),
    },
)
