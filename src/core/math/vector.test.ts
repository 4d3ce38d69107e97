import { expect, test } from 'vitest';
import { add, addScaled, angleBetween, cross, distance, dot, norm, scale, subtract, unit, vec3 } from './vector.ts';

const a = vec3(1, -2, 3);
const b = vec3(-4, 0.5, 2);

test('sums, differences and multiples go by component', () => {
  expect(add(a, b)).toEqual({ x: -3, y: -1.5, z: 5 });
  expect(subtract(a, b)).toEqual({ x: 5, y: -2.5, z: 1 });
  expect(addScaled(a, b, 2)).toEqual(add(a, scale(b, 2)));
  expect(dot(a, b)).toBe(1);
});

test('the cross product is normal to both and as long as their parallelogram', () => {
  const c = cross(a, b);
  expect(dot(c, a)).toBe(0);
  expect(dot(c, b)).toBe(0);
  expect(dot(c, c)).toBe(dot(a, a) * dot(b, b) - dot(a, b) * dot(a, b));
});

test('a unit vector has length one; the zero vector stays', () => {
  expect(norm(unit(b))).toBeCloseTo(1, 15);
  expect(unit(vec3(0, 0, 0))).toEqual({ x: 0, y: 0, z: 0 });
  expect(distance(a, b)).toBe(norm(subtract(b, a)));
});

test('small angles keep their digits, where an arc cosine would give 0', () => {
  const angle = 1e-9;
  expect(angleBetween(vec3(1, 0, 0), vec3(1, angle, 0))).toBeCloseTo(angle, 20);
  expect(angleBetween(vec3(1, 0, 0), vec3(-1, angle, 0))).toBeCloseTo(Math.PI - angle, 15);
});
