# shellcheck shell=bash disable=SC2034,SC2181
# For the tests of tools/: each case is a function named test_...; 'run_tests'
# runs them in turn, each in a folder of its own, and prints the closing line.
# A case fails when a command of it fails; 'fails' is for those that should.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$root/tools

# fails STATUS COMMAND...: the command must end with that status; its whole
# output is then in the file 'output'.
fails()
{
    local expected=$1 status=0
    shift
    "$@" >output 2>&1 || status=$?
    [ "$status" -eq "$expected" ] && return
    echo "    exit status $status, not $expected, from: $*"
    cat output
    return 1
}

# says FILE TEXT: the file must contain the text.
says()
{
    grep -qF -- "$2" "$1" && return
    echo "    $1 does not say: $2"
    cat "$1"
    return 1
}

# run_tests [TEXT]: the cases whose name contains the text, or all.
run_tests()
{
    local passed=0 failed=0 folder name
    folder=$(mktemp -d)
    for name in $(declare -F | sed -n "s/^declare -f \(test_.*${1:-}\)/\1/p"); do
        mkdir "$folder/$name"
        # Not in a condition: there, 'set -e' would mean nothing.
        (
            set -e
            cd "$folder/$name"
            "$name"
        )
        if [ $? -eq 0 ]; then
            echo "ok     $name"
            passed=$((passed + 1))
        else
            echo "FAILED $name"
            failed=$((failed + 1))
        fi
    done
    rm -rf "$folder"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
