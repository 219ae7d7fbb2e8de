//go:build amd64 || s390x

package wire

const wordBytes = 8
