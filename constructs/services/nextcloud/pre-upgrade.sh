#!/bin/sh
set -u
@place@
