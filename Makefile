# Names for what meson.build and tools/ do.
BUILD = tools/build build --buildtype=release -Dwerror=false

all:
	@tools/setup --build
	@$(BUILD) -- limbeck doc/man/limbeck.1 doc/completion/limbeck

check:
	@tools/check

demo:
	@tools/setup --demo
	@$(MAKE) --no-print-directory all
	@examples/knowledge-blocks/demo

soak:
	@tools/setup --soak
	@test/soak/soak

bench:
	@tools/setup --check
	@$(BUILD)
	@test/bench/bench

install: all
	meson install -C build --no-rebuild

clean:
	rm -rf build build-*

.PHONY: all check demo soak bench install clean
