// The questions for the compiler: constants of a file that is added to the package.
package main

import (
	"fmt"
	"go/token"
	"go/types"
	"sort"
	"strings"
)

// fieldQuestion is a field, with the names of the constants that answer for it.
type fieldQuestion struct {
	variable *types.Var
	name     string // as answers show it
	element  types.Type
	typeName string // of a record or an enumeration
	offset   string
	size     string // of an element
	align    string
	lengths  []string // of arrays, the outermost first
	copied   string   // the offset in a copy of the record; empty: there is none
}

type recordQuestion struct {
	item   int
	name   string
	place  *types.TypeName // nil: a type without a name
	size   string
	align  string
	copied []string // size and alignment of the copy
	fields []fieldQuestion
	union  bool   // of C: cgo writes bytes
	hidden string // a field that this package may not see; empty: it sees all
}

type constantQuestion struct {
	item  int
	name  string
	of    *types.Const
	value string // the constant that answers
}

type enumQuestion struct {
	item   int
	name   string
	named  *types.Named
	size   string
	values []constantQuestion
}

type questions struct {
	of        *checked
	spelled   *spelling
	text      strings.Builder
	count     int
	known     map[string]string // the constant that answers for an expression
	names     map[string]string // of the records that are asked, by the full name of the type
	enumNames map[string]string
	asked     int // how many records the request has
	nested    int // the item of the next record that it does not have
	records   []*recordQuestion
	constants []constantQuestion
	enums     []enumQuestion
}

func newQuestions(of *checked) *questions {
	return &questions{of: of, spelled: &spelling{of: of, imports: map[string]string{}}, known: map[string]string{},
		names: map[string]string{}, enumNames: map[string]string{}}
}

// constant asks for an expression, and returns the name of the constant.
func (q *questions) constant(expression string) string {
	if name, ok := q.known[expression]; ok {
		return name
	}
	name := fmt.Sprintf("AbiQ%d", q.count)
	q.count++
	q.known[expression] = name
	fmt.Fprintf(&q.text, "const %s = %s\n", name, expression)
	return name
}

func (q *questions) source() string {
	var head strings.Builder
	fmt.Fprintf(&head, "package %s\n\nimport \"unsafe\"\n", q.of.pkg.Name())
	var paths []string
	for path, name := range q.spelled.imports {
		if strings.Contains(q.text.String(), name+".") {
			paths = append(paths, path)
		}
	}
	sort.Strings(paths)
	for _, path := range paths {
		fmt.Fprintf(&head, "import %s %q\n", q.spelled.imports[path], path)
	}
	return head.String() + q.text.String() +
		"const AbiWord = unsafe.Sizeof(*(*int)(nil))\n" +
		"const AbiU64 = unsafe.Offsetof((*struct{ a byte; b uint64 })(nil).b)\n" +
		"const AbiF64 = unsafe.Offsetof((*struct{ a byte; b float64 })(nil).b)\n"
}

func (q *questions) askAll(asked *request) {
	found := make([]types.Type, len(asked.Records))
	isUnion := make([]bool, len(asked.Records))
	for i, name := range asked.Records {
		found[i], isUnion[i] = q.of.typeNamed(name)
		if found[i] == nil {
			continue
		}
		if key := types.TypeString(found[i], nil); q.names[key] == "" {
			q.names[key] = name
		}
	}
	for i, name := range asked.Enums {
		q.askEnum(i, name)
	}
	q.asked, q.nested = len(asked.Records), len(asked.Records)
	for i, name := range asked.Records {
		if found[i] != nil {
			q.askNamed(i, name, found[i], isUnion[i])
		}
	}
	for i, name := range asked.Constants {
		one := q.of.constantNamed(name)
		if one != nil && q.enumNames[types.TypeString(one.Type(), nil)] == "" { // else it is there with its type
			q.constants = append(q.constants, constantQuestion{i, name, one, q.constant(one.Name())})
		}
	}
}

func (q *questions) askEnum(item int, name string) {
	found, _ := q.of.typeNamed(name)
	named, ok := found.(*types.Named)
	if !ok || !isInteger(named) || q.enumNames[types.TypeString(named, nil)] != "" {
		return
	}
	text := q.spelled.text(named)
	if q.spelled.cannot {
		return
	}
	made := enumQuestion{item: item, name: name, named: named, size: q.constant("unsafe.Sizeof(*(*" + text + ")(nil))")}
	scope := named.Obj().Pkg().Scope()
	for _, each := range scope.Names() {
		one, ok := scope.Lookup(each).(*types.Const)
		if !ok || !types.Identical(one.Type(), named) || named.Obj().Pkg() != q.of.pkg {
			continue
		}
		made.values = append(made.values, constantQuestion{item, each, one, q.constant(each)})
	}
	sort.Slice(made.values, func(i, j int) bool { return made.values[i].of.Pos() < made.values[j].of.Pos() })
	if len(made.values) != 0 { // else it is only an integer with a name
		q.enumNames[types.TypeString(named, nil)] = name
		q.enums = append(q.enums, made)
	}
}

// askNamed asks for a record of the request. A union of C is bytes in Go.
func (q *questions) askNamed(item int, name string, t types.Type, isUnion bool) {
	value := "*(*" + q.spelled.text(t) + ")(nil)"
	if q.spelled.cannot {
		return
	}
	if _, ok := t.Underlying().(*types.Struct); ok {
		q.askRecord(item, name, t, value, 0)
		return
	}
	if isUnion {
		q.records = append(q.records, &recordQuestion{item: item, name: name, union: true,
			size: q.constant("unsafe.Sizeof(" + value + ")"), align: q.constant("unsafe.Alignof(" + value + ")")})
	}
}

// askRecord asks for a record; `value` is an expression that means it.
func (q *questions) askRecord(item int, name string, t types.Type, value string, depth int) {
	fields := t.Underlying().(*types.Struct)
	record := &recordQuestion{item: item, name: name, size: q.constant("unsafe.Sizeof(" + value + ")"),
		align: q.constant("unsafe.Alignof(" + value + ")")}
	if named, ok := t.(*types.Named); ok {
		record.place = named.Obj()
	}
	q.records = append(q.records, record)
	copied := q.askCopy(record, fields)
	blanks := 0
	for i := 0; i < fields.NumFields(); i++ {
		field := fields.Field(i)
		switch {
		case field.Name() == "_" && isEmpty(field.Type()):
		case field.Name() == "_" && copied == nil:
			record.hidden = "a blank field of another package's type"
		case field.Name() == "_":
			blanks++
			q.askField(record, field, unnamed(blanks), copied[i], depth)
		case !field.Exported() && field.Pkg() != q.of.pkg:
			record.hidden = field.Name()
		case isEmpty(field.Type()) && !isOpenTail(field.Type()):
		default:
			q.askField(record, field, ownName(record, field), "("+value+")."+field.Name(), depth)
			if copied != nil {
				last := &record.fields[len(record.fields)-1]
				last.copied = q.constant("unsafe.Offsetof(" + copied[i] + ")")
			}
		}
	}
}

// unnamed is the name of a blank field: all names of a record differ.
func unnamed(count int) string {
	if count == 1 {
		return "(unnamed)"
	}
	return fmt.Sprintf("(unnamed %d)", count)
}

// ownName is the name of a field; cgo writes `_type` for a field of C that is called `type`, a keyword of Go.
func ownName(record *recordQuestion, field *types.Var) string {
	bare := strings.TrimPrefix(field.Name(), "_")
	isOfC := record.place != nil && strings.HasPrefix(record.place.Name(), "_Ctype_")
	if isOfC && token.Lookup(bare).IsKeyword() {
		return bare
	}
	return field.Name()
}

// askCopy asks for the blank fields, which no expression can name: a copy of the record has names for them. Returns
// the expressions of its fields, or nil if there is no blank field with bytes, or no copy can be written.
func (q *questions) askCopy(record *recordQuestion, fields *types.Struct) []string {
	needed := false
	name := fmt.Sprintf("abiCopy%d", len(q.records))
	text := "type " + name + " struct {\n"
	var copied []string
	for i := 0; i < fields.NumFields(); i++ {
		field := fields.Field(i)
		needed = needed || field.Name() == "_" && !isEmpty(field.Type())
		text += fmt.Sprintf("\tF%d %s\n", i, q.spelled.text(field.Type()))
		if q.spelled.cannot {
			return nil
		}
		copied = append(copied, fmt.Sprintf("(*%s)(nil).F%d", name, i))
	}
	if !needed {
		return nil
	}
	q.text.WriteString(text + "}\n")
	value := "*(*" + name + ")(nil)"
	record.copied = []string{q.constant("unsafe.Sizeof(" + value + ")"), q.constant("unsafe.Alignof(" + value + ")")}
	return copied
}

// askField asks for the field that an expression means.
func (q *questions) askField(record *recordQuestion, field *types.Var, name, value string, depth int) {
	asked := fieldQuestion{variable: field, name: name, element: plain(field.Type()),
		offset: q.constant("unsafe.Offsetof(" + value + ")"), align: q.constant("unsafe.Alignof(" + value + ")")}
	for {
		array, ok := asked.element.Underlying().(*types.Array)
		if !ok {
			break
		}
		asked.lengths = append(asked.lengths, q.constant("len("+value+")"))
		asked.element = plain(array.Elem())
		value += "[0]"
		if array.Len() == 0 {
			value = "(*(*" + q.spelled.text(asked.element) + ")(nil))"
		}
	}
	if number := numberIn(asked.element, q.of.pkg); number != nil {
		asked.element = number
	}
	asked.size = q.constant("unsafe.Sizeof(" + value + ")")
	asked.typeName = q.typeName(record, name, asked.element, value, depth)
	record.fields = append(record.fields, asked)
}

// typeName is the name of a number as wide as a pointer, or of an enumeration or a record, which is asked for, too.
func (q *questions) typeName(record *recordQuestion, field string, t types.Type, value string, depth int) string {
	const deepest = 8
	key := types.TypeString(t, nil)
	if name, ok := q.enumNames[key]; ok {
		return name
	}
	if name, ok := q.names[key]; ok {
		return name
	}
	if code, isHostSized := kind(t); isHostSized && code != kindPointer {
		return key
	}
	if _, ok := t.Underlying().(*types.Struct); !ok || depth == deepest {
		return ""
	}
	name := record.name + "." + field
	if _, ok := t.(*types.Named); ok {
		name = q.of.shown(t)
		q.names[key] = name
	}
	q.nested++
	q.askRecord(q.nested-1, name, t, value, depth+1)
	return name
}

// isOpenTail is whether a type is an array of no elements that have a size.
func isOpenTail(t types.Type) bool {
	array, ok := t.Underlying().(*types.Array)
	return ok && array.Len() == 0 && !isEmpty(array.Elem())
}
