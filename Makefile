# Names for what meson.build and tools/ do.
all:
	@tools/setup --build
	@tools/build build --buildtype=release -Dwerror=false

check:
	@tools/check

demo:
	@tools/setup --demo
	@$(MAKE) --no-print-directory all
	@examples/knowledge-blocks/demo

soak:
	@tools/setup --soak
	@test/soak/soak

bench: all
	@tools/setup --check
	@test/bench/bench

install: all
	meson install -C build --no-rebuild

clean:
	rm -rf build build-*

.PHONY: all check demo soak bench install clean
