// What the probe asks in Go (1.18 and later). This program runs on the machine of the check. It asks the user's own go
// command about one package, and nothing that is built for the target is run:
//
//	go list -export ─► files, export data ─► go/types: names and kinds ─► a file of constants, in the same package
//	answers of section.h, places ◄── values in the export data ◄── go list -export -overlay: the compiler ◄──┘
//
// The file of constants lies only in an overlay, so that private names are visible and no folder is changed. Sizes,
// offsets, alignments, lengths of arrays and values of constants are what the compiler wrote for them.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// request is what the reader asks for: a package and the names in it.
type request struct {
	Go        []string // the go command
	Flags     []string // of the command: -tags=…
	Env       []string // the target: GOOS=linux
	Folder    string   // of the package
	Files     []string // the files that were named in the folder; empty: the folder itself was
	Out       string   // the folder for the answers
	Records   []string
	Constants []string
	Enums     []string
}

func main() {
	var asked request
	text, err := os.ReadFile(os.Args[1])
	if err == nil {
		err = json.Unmarshal(text, &asked)
	}
	check(err)
	check(ask(&asked))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func ask(asked *request) error {
	command, err := commandFor(asked)
	if err != nil {
		return err
	}
	found, err := command.list(nil)
	if err != nil && strings.Contains(err.Error(), "build constraints exclude all Go files") {
		return command.leftOut()
	}
	if err != nil {
		return err
	}
	if err := checkFiles(command, found); err != nil {
		return err
	}
	checked, err := typesOf(found, command.machine)
	if err != nil {
		return err
	}
	q := newQuestions(checked)
	q.askAll(asked)
	return writeAnswers(command, q)
}

func writeAnswers(c *goCommand, q *questions) error {
	values, err := answer(c, q)
	if err != nil {
		return err
	}
	out := writer{}
	q.write(&out, values)
	facts, err := factsOf(c, values)
	if err != nil {
		return err
	}
	for name, text := range map[string]string{"answers": string(out.bytes), "places": out.places, "facts": facts} {
		if err := os.WriteFile(filepath.Join(c.asked.Out, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// checkFiles reports a named file that is not in the package on this target, if none of the named files is: an import of
// C needs cgo, and constraints may leave files out.
func checkFiles(c *goCommand, found *packages) error {
	if len(c.asked.Files) == 0 {
		return nil
	}
	used := map[string]bool{}
	for _, file := range append(found.main.GoFiles, found.main.CgoFiles...) {
		used[file] = true
	}
	for _, file := range c.asked.Files {
		if used[file] {
			return nil
		}
	}
	return c.leftOut()
}

// leftOut is the message for a file that go leaves out on this target.
func (c *goCommand) leftOut() error {
	files, err := c.files()
	if err != nil || len(files) == 0 {
		return fmt.Errorf("error: expected files of Go in %s, found none", c.asked.Folder)
	}
	for _, file := range files {
		path := filepath.Join(c.asked.Folder, file)
		if c.cgo == "0" && importsC(path) {
			return fmt.Errorf("%s:1:1: error: go leaves out this file, which imports C, because cgo is off for %s: "+
				"name a compiler for C as well, with \"compiler\": [\"env\", \"CGO_ENABLED=1\", \"CC=…\", \"go\"] of "+
				"the target's \"go\"", path, c.target())
		}
	}
	return fmt.Errorf("%s:1:1: error: go leaves out this file on %s: its name or its build constraints say so (tags "+
		"are flags of the layer: -tags=…)", filepath.Join(c.asked.Folder, files[0]), c.target())
}

func (c *goCommand) target() string {
	words := map[string]string{}
	for _, word := range c.asked.Env {
		name, value, _ := strings.Cut(word, "=")
		words[name] = value
	}
	if words["GOOS"] == "" {
		return "this machine"
	}
	return words["GOOS"] + "/" + words["GOARCH"]
}
