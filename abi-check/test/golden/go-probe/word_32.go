//go:build 386

package wire

const wordBytes = 4
